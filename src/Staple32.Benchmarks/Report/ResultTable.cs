using System.Text;

namespace Staple32.Benchmarks.Report;

/// <summary>The results of one benchmark as a table: for the page, and with the same columns for a terminal.</summary>
internal static class ResultTable
{
    private static readonly string[] s_heads = ["case", "metric", "median", "min", "max", "unit", "runs", "goal"];
    private static readonly bool[] s_numbers = [false, false, true, true, true, false, true, false];

    /// <summary>How it was measured, the table, and what is to be said about goals and peers: Markdown.</summary>
    public static string Markdown(BenchResults results, GoalCheck goals)
    {
        var text = new StringBuilder();
        text.Append(Line($"`{results.Command}`: {Circumstances(results)}")).Append('\n');
        (string[][] rows, bool[] numbers) = Rows(results, goals, "**");
        AppendRow(text, rows[0]);
        text.Append('|').AppendJoin('|', numbers.Select(isNumber => isNumber ? "--:" : "---")).Append("|\n");
        foreach (string[] row in rows.Skip(1))
            AppendRow(text, row);
        string[] remarks = [.. goals.Confessions().Concat(Skipped(results))];
        if (remarks.Length > 0)
            text.Append('\n');
        foreach (string remark in remarks)
            text.Append(Line($"- {remark}"));
        return text.ToString();
    }

    /// <summary>The same, aligned with spaces.</summary>
    public static string Plain(BenchResults results, GoalCheck goals)
    {
        (string[][] rows, bool[] numbers) = Rows(results, goals, "");
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        text.Append(Line($"{results.Name}: {Circumstances(results)}"));
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                numbers[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(Line("  " + string.Join("  ", cells).TrimEnd()));
        }

        foreach (string remark in goals.Confessions().Concat(Skipped(results)))
            text.Append(Line($"  {remark}"));
        return text.ToString();
    }

    private static string Line(string text) => text + "\n";

    private static string Circumstances(BenchResults results)
    {
        IEnumerable<string> parts = results.Versions.Select(pair => $"{pair.Key} {pair.Value}").Prepend(results.Machine);
        return string.Join("; ", parts.Where(part => part.Length > 0)) + ".";
    }

    private static IEnumerable<string> Skipped(BenchResults results) =>
        results.Skipped.Select(pair => $"Skipped: {pair.Key}: {pair.Value}");

    // The heads and the rows below them, and which columns are numbers.
    private static (string[][] Rows, bool[] Numbers) Rows(BenchResults results, GoalCheck goals, string emphasis)
    {
        if (WideTable.Suits(results, goals))
        {
            string[][] wide = [.. WideTable.Rows(results)];
            return (wide, [.. wide[0].Select((_, column) => column > 0)]);
        }

        return ([s_heads, .. results.Metrics.Select(metric => Row(metric, goals, emphasis))], s_numbers);
    }

    private static string[] Row(Metric metric, GoalCheck goals, string emphasis) =>
    [
        metric.Case,
        metric.Name,
        Figures.Text(metric.Median),
        Figures.Text(metric.Min),
        Figures.Text(metric.Max),
        metric.Unit,
        Figures.Text(metric.Count),
        goals.Verdict(metric, emphasis),
    ];

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
