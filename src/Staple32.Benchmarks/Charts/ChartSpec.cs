using System.Globalization;
using System.Text.RegularExpressions;
using Staple32.Benchmarks.Report;

namespace Staple32.Benchmarks.Charts;

/// <summary>
/// One plot. A line of benchmarks/charts.tsv: <c>FILE BENCH METRIC CASES XAXIS TITLE</c>. CASES is what the names of cases look
/// like, with the places {series} and {x}: "{series}, {x} handles" takes "staple32, 10 000 handles" for the point 10000 of
/// the line "staple32". Without {series} there is one line, named after the metric.
/// </summary>
internal sealed record ChartSpec(string FileName, string Bench, string Metric, string XAxis, string Title)
{
    private const int Fields = 6;

    private Regex CasePattern { get; init; } = new("");

    /// <exception cref="BadLineException">A line is not a chart.</exception>
    public static IReadOnlyList<ChartSpec> Parse(string file, IEnumerable<string> lines)
    {
        var charts = new List<ChartSpec>();
        foreach (TabbedLine line in TabbedLines.Read(file, lines, Fields, Fields))
        {
            if (!line[0].EndsWith(".svg", StringComparison.Ordinal) || line[0].Contains('/', StringComparison.Ordinal))
                throw line.Bad($"'{line[0]}' is not the name of an .svg file");
            if (charts.Exists(chart => chart.FileName == line[0]))
                throw line.Bad($"{line[0]} is made by another line");
            if (line[3].Split("{x}").Length != 2 || line[3].Split("{series}").Length > 2)
                throw line.Bad($"'{line[3]}' has not one {{x}} and at most one {{series}}");
            string pattern = Regex.Escape(line[3]).Replace(@"\{x}", "(?<x>[0-9][0-9 .]*)", StringComparison.Ordinal)
                .Replace(@"\{series}", "(?<series>.+)", StringComparison.Ordinal);
            charts.Add(new ChartSpec(line[0], line[1], line[2], line[4], line[5])
            {
                CasePattern = new Regex($"^{pattern}$", RegexOptions.CultureInvariant),
            });
        }

        return charts;
    }

    /// <summary>Whether a metric is a point of this chart, of which line and where.</summary>
    public bool TryPlace(Metric metric, out string series, out double x)
    {
        series = "";
        x = 0;
        Match match = metric.Bench == Bench && metric.Name == Metric ? CasePattern.Match(metric.Case) : System.Text.RegularExpressions.Match.Empty;
        if (!match.Success)
            return false;
        series = match.Groups["series"].Success ? match.Groups["series"].Value : Metric;
        string digits = match.Groups["x"].Value.Replace(" ", "", StringComparison.Ordinal);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out x);
    }
}
