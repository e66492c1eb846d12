using System.Xml.Linq;
using Staple32.Benchmarks.Charts;
using Staple32.Benchmarks.Report;
using Xunit;

namespace Staple32.Tests.Benchmarks;

public sealed class ChartTests
{
    private const string Chart = "growth.svg\tgrowth\ttime\t{series}, {x} handles\thandles\tTime & handles";
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_series_is_a_line_through_its_medians_in_order_of_x()
    {
        XElement svg = Draw(
            "growth\tours, 10 000 handles\ttime\t100\tms", "growth\tours, 100 handles\ttime\t1\tms", "growth\tours, 1 000 handles\ttime\t10\tms",
            "growth\ttheirs <1>, 100 handles\ttime\t5\tms", "growth\ttheirs <1>, 10000 handles\ttime\t50\tms", "growth\tours, 100 handles\tmemory\t1\tMB");
        string[] lines = [.. svg.Descendants(s_svg + "polyline").Select(line => line.Attribute("points")!.Value)];
        // 100 to 10 000 on x is the whole width; 1 to 100 on y the whole height: a straight line through the middle.
        Assert.Equal(["70,364 315,205 560,46", "70,252.9 560,93.9"], lines);
        string[] labels = [.. svg.Descendants(s_svg + "text").Select(text => text.Value)];
        Assert.Contains("theirs <1>", labels);
        Assert.Contains("Time & handles", labels);
        Assert.Contains("time, ms", labels);
        Assert.Contains("10 000", labels);
    }

    [Fact]
    public void Runs_that_differ_are_shown_from_the_least_to_the_greatest()
    {
        XElement svg = Draw("growth\ta, 1 handles\ttime\t1\tms", "growth\ta, 1 handles\ttime\t100\tms", "growth\ta, 1 handles\ttime\t10\tms");
        XElement spread = Assert.Single(svg.Descendants(s_svg + "line"), line => line.Attribute("class")!.Value.EndsWith("spread", StringComparison.Ordinal));
        Assert.Equal(("364", "46"), (spread.Attribute("y1")!.Value, spread.Attribute("y2")!.Value));
        Assert.Equal("205", Assert.Single(svg.Descendants(s_svg + "circle")).Attribute("cy")!.Value);
    }

    [Fact]
    public void What_has_no_logarithm_is_left_out()
    {
        XElement svg = Draw("growth\ta, 0 handles\ttime\t1\tms", "growth\ta, 10 handles\ttime\t0\tms", "growth\ta, 100 handles\ttime\t1\tms");
        Assert.Single(svg.Descendants(s_svg + "circle"));
    }

    [Fact]
    public void Without_points_there_is_no_chart() =>
        Assert.Null(LineChart.Of(ChartSpec.Parse("charts.tsv", [Chart])[0], new BenchResults("growth")));

    [Fact]
    public void A_dark_setting_has_colours_of_its_own() =>
        Assert.Contains("prefers-color-scheme: dark", Draw("growth\ta, 1 handles\ttime\t1\tms").Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("growth.png\tb\tm\t{x}\tx\tt", "'growth.png' is not the name of an .svg file")]
    [InlineData("../a.svg\tb\tm\t{x}\tx\tt", "'../a.svg' is not the name of an .svg file")]
    [InlineData("growth.svg\tb\tm\t{x}\tx\tt", "growth.svg is made by another line")]
    [InlineData("b.svg\tb\tm\t{series} handles\tx\tt", "'{series} handles' has not one {x} and at most one {series}")]
    [InlineData("b.svg\tb\tm\t{x}", "4 fields, not 6, between tabs")]
    public void A_bad_chart_is_refused_with_file_and_line(string line, string problem)
    {
        BadLineException refused = Assert.Throws<BadLineException>(() => ChartSpec.Parse("charts.tsv", [Chart, line]));
        Assert.Equal($"charts.tsv:2: {problem}", refused.Message);
    }

    [Theory]
    [InlineData(new double[] { 3, 40 }, new double[] { 2, 5, 10, 20, 50 })]
    [InlineData(new double[] { 7 }, new double[] { 5, 10 })]
    [InlineData(new double[] { 10 }, new double[] { 10, 20 })]
    [InlineData(new double[] { 0.001, 1000 }, new double[] { 0.001, 0.01, 0.1, 1, 10, 100, 1000 })]
    public void An_axis_reaches_over_its_values(double[] values, double[] ticks)
    {
        LogAxis axis = LogAxis.Over(values);
        Assert.Equal(ticks, axis.Ticks.Select(tick => Math.Round(tick, 6)));
        Assert.All(values, value => Assert.InRange(axis.Share(value), -1e-9, 1 + 1e-9));
    }

    private static XElement Draw(params string[] lines)
    {
        var results = new BenchResults("growth");
        results.Add("run.tsv", lines);
        return XDocument.Parse(LineChart.Of(ChartSpec.Parse("charts.tsv", [Chart])[0], results)!.ToSvg()).Root!;
    }
}
