using System.Text;
using Staple32.Benchmarks.Charts;

namespace Staple32.Benchmarks.Report;

/// <summary>From what benchmarks printed to tables and plots.</summary>
internal static class ReportCommand
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="BadLineException">A result, goal or chart cannot be read.</exception>
    /// <exception cref="BadPageException">The page has no place for a benchmark.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static int Run(ReportOptions options, TextWriter output)
    {
        IReadOnlyList<Goal> goals = Goal.Parse(options.Goals, File.ReadLines(options.Goals));
        IReadOnlyList<ChartSpec> charts = options.Charts is null ? [] : ChartSpec.Parse(options.Charts, File.ReadLines(options.Charts));
        IEnumerable<string> names = options.Names.Count > 0 ? options.Names
            : Directory.GetDirectories(options.Results).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
        BenchResults[] all = [.. names.Select(name => BenchResults.Load(Path.Combine(options.Results, name)))];
        if (options.Page is null)
        {
            foreach (BenchResults results in all)
                output.WriteLine(ResultTable.Plain(results, new GoalCheck(results, goals)));
            return 0;
        }

        Write(options.Page, all, goals, charts);
        output.WriteLine($"{options.Page}: {string.Join(", ", all.Select(results => results.Name))}");
        return 0;
    }

    private static void Write(string path, BenchResults[] all, IReadOnlyList<Goal> goals, IReadOnlyList<ChartSpec> charts)
    {
        var page = new MarkedPage(path, File.ReadAllText(path));
        string folder = Path.ChangeExtension(path, null);
        var plots = new Dictionary<string, string>();
        foreach (BenchResults results in all)
        {
            var text = new StringBuilder(ResultTable.Markdown(results, new GoalCheck(results, goals)));
            foreach (ChartSpec chart in charts.Where(chart => chart.Bench == results.Name))
            {
                if (LineChart.Of(chart, results) is not { } plot)
                    continue;
                plots.Add(Path.Combine(folder, chart.FileName), plot.ToSvg());
                text.Append($"\n![{chart.Title}]({Path.GetFileName(folder)}/{chart.FileName})\n");
            }

            page.Put(results.Name, text.ToString());
        }

        // Nothing is written before all of it is there.
        if (plots.Count > 0)
            Directory.CreateDirectory(folder);
        foreach ((string file, string svg) in plots)
            File.WriteAllText(file, svg, s_utf8);
        File.WriteAllText(path, page.Text, s_utf8);
    }
}
