'use strict';

const refuse = () => {
  throw new Error('Excel files are not supported: use CSV, Parquet or Arrow.');
};

module.exports = {
  read: refuse,
  readFile: refuse,
  writeFile: refuse,
  utils: {
    aoa_to_sheet: refuse,
    sheet_to_json: refuse,
    json_to_sheet: refuse,
    book_new: refuse,
    book_append_sheet: refuse,
  },
};
