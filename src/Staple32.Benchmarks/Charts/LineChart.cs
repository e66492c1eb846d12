using System.Globalization;
using System.Security;
using System.Text;
using Staple32.Benchmarks.Report;

namespace Staple32.Benchmarks.Charts;

/// <summary>
/// Lines over two logarithmic axes, as an SVG of its own: medians joined by lines, from the least to the greatest value as a
/// thin upright stroke. Colours follow the reader's light or dark setting. Values of 0 and less have no place on such axes and
/// are left out.
/// </summary>
internal sealed class LineChart
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 70;
    private const int Right = 200;
    private const int Top = 46;
    private const int Bottom = 56;
    private const int LegendStep = 20;
    private const int Colours = 8;

    private readonly ChartSpec _spec;
    private readonly string _unit;
    private readonly List<(string Name, List<Point> Points)> _lines;
    private readonly LogAxis _x;
    private readonly LogAxis _y;

    private LineChart(ChartSpec spec, string unit, List<(string Name, List<Point> Points)> lines)
    {
        _spec = spec;
        _unit = unit;
        _lines = lines;
        Point[] all = [.. lines.SelectMany(line => line.Points)];
        _x = LogAxis.Over([.. all.Select(point => point.X)]);
        _y = LogAxis.Over([.. all.SelectMany(point => new[] { point.Min, point.Max })]);
    }

    /// <summary>The chart of some results, or null if they have no point for it.</summary>
    public static LineChart? Of(ChartSpec spec, BenchResults results)
    {
        var lines = new List<(string Name, List<Point> Points)>();
        string unit = "";
        foreach (Metric metric in results.Metrics)
        {
            if (!spec.TryPlace(metric, out string series, out double x) || x <= 0 || metric.Min <= 0)
                continue;
            unit = metric.Unit;
            if (!lines.Exists(line => line.Name == series))
                lines.Add((series, []));
            lines.Find(line => line.Name == series).Points.Add(new Point(x, metric.Min, metric.Median, metric.Max));
        }

        foreach ((string _, List<Point> points) in lines)
            points.Sort((a, b) => a.X.CompareTo(b.X));
        return lines.Count == 0 ? null : new LineChart(spec, unit, lines);
    }

    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img">
            <title>{Escape(_spec.Title)}</title>
            {Style}
            <rect class="paper" width="{Width}" height="{Height}"/>
            <text class="title" x="{Left}" y="26">{Escape(_spec.Title)}</text>

            """);
        AppendAxes(svg);
        for (int i = 0; i < _lines.Count; i++)
            AppendLine(svg, i);
        return svg.Append("</svg>\n").ToString();
    }

    private void AppendAxes(StringBuilder svg)
    {
        foreach (double tick in _x.Ticks)
        {
            Append(svg, $"""<line class="grid" x1="{X(tick):0.#}" y1="{Top}" x2="{X(tick):0.#}" y2="{Height - Bottom}"/>""");
            Append(svg, $"""<text x="{X(tick):0.#}" y="{Height - Bottom + 18}" text-anchor="middle">{Figures.Text(tick)}</text>""");
        }

        foreach (double tick in _y.Ticks)
        {
            Append(svg, $"""<line class="grid" x1="{Left}" y1="{Y(tick):0.#}" x2="{Width - Right}" y2="{Y(tick):0.#}"/>""");
            Append(svg, $"""<text x="{Left - 8}" y="{Y(tick) + 4:0.#}" text-anchor="end">{Figures.Text(tick)}</text>""");
        }

        Append(svg, $"""<rect class="frame" x="{Left}" y="{Top}" width="{Width - Right - Left}" height="{Height - Bottom - Top}"/>""");
        Append(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 14}" text-anchor="middle">{Escape(_spec.XAxis)}</text>""");
        Append(svg, $"""<text transform="translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Escape($"{_spec.Metric}, {_unit}")}</text>""");
    }

    private void AppendLine(StringBuilder svg, int index)
    {
        (string name, List<Point> points) = _lines[index];
        string colour = $"c{index % Colours}";
        string dash = index < Colours ? "" : " dashed";
        string path = string.Join(" ", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.#},{Y(point.Median):0.#}")));
        Append(svg, $"""<polyline class="{colour} line{dash}" points="{path}"/>""");
        foreach (Point point in points)
        {
            Append(svg, $"""<line class="{colour} spread" x1="{X(point.X):0.#}" y1="{Y(point.Min):0.#}" x2="{X(point.X):0.#}" y2="{Y(point.Max):0.#}"/>""");
            Append(svg, $"""<circle class="{colour} dot" cx="{X(point.X):0.#}" cy="{Y(point.Median):0.#}" r="3.5"/>""");
        }

        int row = Top + 10 + (index * LegendStep);
        Append(svg, $"""<line class="{colour} line{dash}" x1="{Width - Right + 14}" y1="{row}" x2="{Width - Right + 38}" y2="{row}"/>""");
        Append(svg, $"""<text x="{Width - Right + 44}" y="{row + 4}">{Escape(name)}</text>""");
    }

    private double X(double value) => Left + (_x.Share(value) * (Width - Right - Left));

    private double Y(double value) => Height - Bottom - (_y.Share(value) * (Height - Bottom - Top));

    private static void Append(StringBuilder svg, FormattableString line) =>
        svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escape(string text) => SecurityElement.Escape(text);

    private const string Style = """
        <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f }
        .title { font-size: 14px; font-weight: 600 }
        .paper { fill: #ffffff }
        .grid { stroke: #d8dee4; stroke-width: 1 }
        .frame { fill: none; stroke: #8c959f }
        .line { fill: none; stroke: currentColor; stroke-width: 2 }
        .dashed { stroke-dasharray: 5 4 }
        .spread { stroke: currentColor; stroke-width: 1 }
        .dot { fill: currentColor }
        .c0 { color: #0550ae } .c1 { color: #bc4c00 } .c2 { color: #1a7f37 } .c3 { color: #8250df }
        .c4 { color: #cf222e } .c5 { color: #0e7490 } .c6 { color: #9a6700 } .c7 { color: #57606a }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .paper { fill: #0d1117 }
        .grid { stroke: #30363d }
        .frame { stroke: #6e7681 }
        .c0 { color: #79c0ff } .c1 { color: #ffa657 } .c2 { color: #7ee787 } .c3 { color: #d2a8ff }
        .c4 { color: #ff7b72 } .c5 { color: #67e8f9 } .c6 { color: #e3b341 } .c7 { color: #9198a1 }
        }
        </style>
        """;

    private readonly record struct Point(double X, double Min, double Median, double Max);
}
