namespace EtlKit.Csv;

/// <summary>A row that can't be written: an error of data, not of the file.</summary>
internal sealed class CsvRowException(string message, Exception innerException) : Exception(message, innerException);
