using System.Globalization;
using System.Net;
using System.Text;

namespace EtlKit.Comparison;

/// <summary>Draws bars beside their names, over an axis that begins at 0.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int LabelWidth = 270;
    private const int ValueWidth = 60;
    private const int Top = 48;
    private const int Pitch = 26;
    private const int BarHeight = 16;
    private const int AxisHeight = 52;
    private const int MaxTicks = 6;
    private const string Own = "EtlKit";

    /// <summary>A name, and what its bar shows: the median, with a line from the least to the greatest.</summary>
    public readonly record struct Bar(string Name, Spread Value);

    public static string Draw(string title, string axis, IReadOnlyList<Bar> bars)
    {
        var height = Top + (Pitch * bars.Count) + AxisHeight;
        var step = TickStep(bars.Max(bar => bar.Value.Greatest));
        var end = step * Math.Ceiling(bars.Max(bar => bar.Value.Greatest) / step);
        var scale = (Width - LabelWidth - ValueWidth) / end;
        var bottom = height - AxisHeight;

        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\"");
        Add(svg, $" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n");
        Add(svg, $"<title>{Escape(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        Add(svg, $"<text x=\"12\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{Escape(title)}</text>\n");
        for (var tick = 0; tick * step <= end * 1.0001; tick++)
        {
            var x = LabelWidth + (tick * step * scale);
            Add(svg, $"<path d=\"M{x:0.#} {Top - 6}V{bottom}\" stroke=\"#ddd\"/>\n");
            Add(svg, $"<text x=\"{x:0.#}\" y=\"{bottom + 18}\" text-anchor=\"middle\">{(tick * step).ToString("0.######", CultureInfo.InvariantCulture)}</text>\n");
        }

        Add(svg, $"<text x=\"{LabelWidth}\" y=\"{bottom + 38}\">{Escape(axis)}</text>\n");
        for (var i = 0; i < bars.Count; i++)
        {
            DrawBar(svg, bars[i], Top + (Pitch * i), scale);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawBar(StringBuilder svg, Bar bar, int y, double scale)
    {
        var (median, least, greatest) = bar.Value;
        var middle = y + (BarHeight / 2);
        var color = bar.Name.StartsWith(Own, StringComparison.Ordinal) ? "#2563a8" : "#a8b0b8";
        Add(svg, $"<text x=\"{LabelWidth - 8}\" y=\"{middle + 4}\" text-anchor=\"end\">{Escape(bar.Name)}</text>\n");
        Add(svg, $"<rect x=\"{LabelWidth}\" y=\"{y}\" width=\"{median * scale:0.#}\" height=\"{BarHeight}\" fill=\"{color}\"/>\n");
        Add(svg, $"<path d=\"M{LabelWidth + (least * scale):0.#} {middle}H{LabelWidth + (greatest * scale):0.#}\" stroke=\"#222\"/>\n");
        Add(svg, $"<text x=\"{LabelWidth + (greatest * scale) + 6:0.#}\" y=\"{middle + 4}\">{Figures.Short(median)}</text>\n");
    }

    /// <summary>1, 2 or 5 times a power of ten, so that there are few ticks.</summary>
    private static double TickStep(double greatest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(greatest / MaxTicks)));
        double[] steps = [power, 2 * power, 5 * power, 10 * power];
        return steps.First(step => greatest / step <= MaxTicks);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
