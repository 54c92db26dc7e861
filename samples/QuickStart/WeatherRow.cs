using CsvHelper;

namespace QuickStart;

/// <summary>A line of the CSV files. The file of one city has no column for it.</summary>
[CsvRecord]
internal sealed partial class WeatherRow
{
    [CsvColumn("location", Optional = true)]
    public string? Location { get; set; }

    [CsvColumn("date")]
    public DateOnly Date { get; set; }

    [CsvColumn("precipitation")]
    public double Precipitation { get; set; }

    [CsvColumn("temp_max")]
    public double MaxTemperature { get; set; }

    [CsvColumn("temp_min")]
    public double MinTemperature { get; set; }

    [CsvColumn("wind")]
    public double Wind { get; set; }

    [CsvColumn("weather")]
    public string Weather { get; set; } = "";
}
