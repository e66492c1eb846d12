namespace Staple32.Benchmarks.Report;

/// <summary>
/// The results of a benchmark with many cases that are all measured alike and have no goals: a row for each case, a column for
/// each metric, "median (min to max)".
/// </summary>
internal static class WideTable
{
    private const int ManyCases = 12;

    public static bool Suits(BenchResults results, GoalCheck goals)
    {
        string[][] kinds = [.. results.Metrics.GroupBy(metric => metric.Case).Select(Kinds)];
        return kinds.Length >= ManyCases && kinds.All(kind => kind.SequenceEqual(kinds[0]))
            && goals.Unmeasured.Count == 0 && results.Metrics.All(metric => goals.Verdict(metric, "").Length == 0);
    }

    /// <summary>The first row has the heads.</summary>
    public static IEnumerable<string[]> Rows(BenchResults results)
    {
        IGrouping<string, Metric>[] cases = [.. results.Metrics.GroupBy(metric => metric.Case)];
        yield return ["case", "runs", .. Kinds(cases[0])];
        foreach (IGrouping<string, Metric> one in cases)
            yield return [one.Key, Figures.Text(one.First().Count), .. one.Select(Cell)];
    }

    private static string[] Kinds(IEnumerable<Metric> metrics) =>
        [.. metrics.Select(metric => metric.Name == metric.Unit ? metric.Name : $"{metric.Name}, {metric.Unit}")];

    private static string Cell(Metric metric) => metric.Min == metric.Max
        ? Figures.Text(metric.Median)
        : $"{Figures.Text(metric.Median)} ({Figures.Text(metric.Min)} to {Figures.Text(metric.Max)})";
}
