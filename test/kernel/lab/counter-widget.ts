/** What runs in the browser: a button that counts, sends two bytes, and shows those that come back. */
const MODULE = `
export default {
  render({ model, el }) {
    const button = document.createElement('button');
    button.className = 'test-counter';
    const show = () => {
      const answer = model.get('answer');
      const bytes = answer ? [...new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength)] : [];
      button.textContent = 'count ' + model.get('count') + ', bytes ' + bytes.join(' ');
    };
    button.addEventListener('click', () => {
      const count = model.get('count') + 1;
      model.set('count', count);
      model.set('sent', new DataView(new Uint8Array([count, count + 1]).buffer));
      model.save_changes();
    });
    model.on('change', show);
    show();
    el.append(button);
  },
};`;

/** A cell that shows it, by nothing but comms and the protocol of Jupyter's widgets. */
export const COUNTER_WIDGET = `
const state: Record<string, unknown> = {
  _model_module: 'anywidget', _model_name: 'AnyModel', _model_module_version: '~0.11.*',
  _view_module: 'anywidget', _view_name: 'AnyView', _view_module_version: '~0.11.*', _view_count: null,
  _anywidget_id: 'test.Counter', _esm: ${JSON.stringify(MODULE)}, count: 0, answer: null, sent: null,
};
const counter = comms.open('jupyter.widget', { state, buffer_paths: [] }, { metadata: { version: '2.1.0' } });
counter.onMessage = ({ data, buffers }) => {
  const message = data as { method: string; state?: object };
  if (message.method === 'request_state') counter.send({ method: 'update', state, buffer_paths: [] });
  if (message.method !== 'update') return;
  Object.assign(state, message.state, { sent: null });
  const answer = buffers[0].map((byte) => byte * 10);
  counter.send({ method: 'update', state: {}, buffer_paths: [['answer']] }, { buffers: [answer] });
};
display.raw({
  'application/vnd.jupyter.widget-view+json': { version_major: 2, version_minor: 1, model_id: counter.id },
});`;
