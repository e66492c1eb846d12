namespace Staple32.Benchmarks.Report;

/// <summary>
/// What the median of one metric is to reach. A line of benchmarks/goals.tsv: <c>BENCH CASE METRIC &lt;=|&gt;=|&lt;|&gt; LIMIT [WHY]</c>,
/// where WHY is what to say if it is not reached.
/// </summary>
internal sealed record Goal(string Bench, string Case, string Metric, string Comparison, double Limit, string Why)
{
    private const int MinFields = 5;
    private const int MaxFields = 6;

    /// <exception cref="BadLineException">A line is not a goal, or says again what another one says.</exception>
    public static IReadOnlyList<Goal> Parse(string file, IEnumerable<string> lines)
    {
        var goals = new List<Goal>();
        foreach (TabbedLine line in TabbedLines.Read(file, lines, MinFields, MaxFields))
        {
            if (line[3] is not ("<=" or ">=" or "<" or ">"))
                throw line.Bad($"'{line[3]}' is not <=, >=, < or >");
            if (goals.Exists(goal => goal.IsFor(line[0], line[1], line[2])))
                throw line.Bad("this metric has a goal already");
            goals.Add(new Goal(line[0], line[1], line[2], line[3], line.ToNumber(4), line.Fields.Length == MaxFields ? line[5].Trim() : ""));
        }

        return goals;
    }

    public bool IsFor(string bench, string @case, string metric) => Bench == bench && Case == @case && Metric == metric;

    public bool IsReachedBy(double value) => Comparison switch
    {
        "<=" => value <= Limit,
        ">=" => value >= Limit,
        "<" => value < Limit,
        _ => value > Limit,
    };

    /// <summary>For people: "≤ 1.8 x".</summary>
    public string Text(string unit)
    {
        string sign = Comparison switch { "<=" => "≤", ">=" => "≥", _ => Comparison };
        return $"{sign} {Figures.Text(Limit)} {unit}".TrimEnd();
    }
}
