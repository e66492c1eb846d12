namespace Staple32.Benchmarks.Report;

/// <summary>What a line of a benchmark's output is.</summary>
internal enum ResultKind
{
    Value,
    Skipped,
    Version,
}

/// <summary>
/// One line that a benchmark printed: <c>BENCH CASE METRIC VALUE UNIT</c>, separated by tabs. With the metric "skipped" the
/// case is a peer that could not be had and the last field says why; with "version" it is one that took part, and the last
/// field is its version. Both have "-" for a value.
/// </summary>
internal sealed record Result(string Bench, string Case, string Metric, double Value, string Unit, ResultKind Kind, TabbedLine Line)
{
    private const int Fields = 5;

    /// <exception cref="BadLineException">A line is none of the three, or belongs to another benchmark.</exception>
    public static IEnumerable<Result> Parse(string file, IEnumerable<string> lines, string bench)
    {
        foreach (TabbedLine line in TabbedLines.Read(file, lines, Fields, Fields))
        {
            if (line[0] != bench)
                throw line.Bad($"a result of '{line[0]}' among those of '{bench}'");
            ResultKind kind = line[2] switch
            {
                "skipped" => ResultKind.Skipped,
                "version" => ResultKind.Version,
                _ => ResultKind.Value,
            };
            if (kind != ResultKind.Value && line[3] != "-")
                throw line.Bad($"a line '{line[2]}' has the value '{line[3]}', not '-'");
            yield return new Result(bench, line[1], line[2], kind == ResultKind.Value ? line.ToNumber(3) : 0, line[4], kind, line);
        }
    }
}
