using EtlKit.Comparison;

// The arguments: the directory of the files, and the database.
Console.WriteLine(MeasurementJson.Write(await FirstRow.MeasureAsync(args[0], args[1])));
