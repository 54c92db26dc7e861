using EtlKit;

namespace QuickStart;

/// <summary>The transformation: a pure function, easy to test without any pipeline.</summary>
internal static class Weather
{
    public static TransformResult<WeatherDay> Clean(WeatherRow row)
    {
        if (row.MaxTemperature < row.MinTemperature)
        {
            return TransformResult.Reject("the highest temperature is below the lowest");
        }

        if (row.Precipitation < 0 || row.Wind < 0)
        {
            return TransformResult.Reject("precipitation or wind is negative");
        }

        return new WeatherDay(
            string.IsNullOrWhiteSpace(row.Location) ? "Seattle" : row.Location.Trim(),
            row.Date,
            row.Weather.Trim().ToLowerInvariant(),
            row.MaxTemperature,
            row.MinTemperature,
            Math.Round((row.MaxTemperature + row.MinTemperature) / 2, 2),
            row.Precipitation,
            row.Wind);
    }
}
