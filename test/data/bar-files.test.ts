import { barFileContract } from '../contracts/bar-file-contract.ts';

for (const ending of ['.csv', '.csv.gz', '.parquet', '.arrow']) barFileContract(ending);
