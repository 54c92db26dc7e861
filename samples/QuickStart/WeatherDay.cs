namespace QuickStart;

/// <summary>A row of the table.</summary>
/// <param name="Location">The city.</param>
/// <param name="Date">The day.</param>
/// <param name="Weather">What the weather was, in one word.</param>
/// <param name="MaxTemperature">The highest temperature, in °C.</param>
/// <param name="MinTemperature">The lowest temperature, in °C.</param>
/// <param name="MeanTemperature">Derived: halfway between the two.</param>
/// <param name="Precipitation">Rain or melted snow, in mm.</param>
/// <param name="Wind">The mean speed of the wind, in m/s.</param>
internal sealed record WeatherDay(
    string Location,
    DateOnly Date,
    string Weather,
    double MaxTemperature,
    double MinTemperature,
    double MeanTemperature,
    double Precipitation,
    double Wind);
