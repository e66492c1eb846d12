namespace Staple32.Benchmarks.Report;

/// <summary>What all runs of one benchmark printed, and how they were made.</summary>
internal sealed class BenchResults(string name)
{
    private const string MachineFile = "machine.txt";
    private const string CommandFile = "command.txt";

    private readonly List<Metric> _metrics = [];
    private readonly Dictionary<(string Case, string Metric), Metric> _byName = [];
    private readonly SortedDictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _skipped = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>In the order in which they were first printed.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>The peers that took part and their versions.</summary>
    public IReadOnlyDictionary<string, string> Versions => _versions;

    /// <summary>The peers that could not be had and why.</summary>
    public IReadOnlyDictionary<string, string> Skipped => _skipped;

    /// <summary>Processor, cores, kernel, distribution: one line, empty if it is not known.</summary>
    public string Machine { get; init; } = "";

    /// <summary>The command that ran it.</summary>
    public string Command { get; init; } = "";

    /// <summary>Reads a folder that scripts/bench.sh made: one .tsv for each run, machine.txt and command.txt.</summary>
    /// <exception cref="BadLineException">A result cannot be read.</exception>
    public static BenchResults Load(string directory)
    {
        var results = new BenchResults(Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)))
        {
            Machine = TextOf(Path.Combine(directory, MachineFile)),
            Command = TextOf(Path.Combine(directory, CommandFile)),
        };
        foreach (string file in Directory.GetFiles(directory, "*.tsv").Order(StringComparer.Ordinal))
            results.Add(file, File.ReadLines(file));
        return results;
    }

    /// <summary>Adds what one run printed.</summary>
    /// <exception cref="BadLineException">A line cannot be read, or a metric has another unit than before.</exception>
    public void Add(string file, IEnumerable<string> lines)
    {
        foreach (Result result in Result.Parse(file, lines, name))
        {
            if (result.Kind == ResultKind.Skipped)
                _skipped[result.Case] = result.Unit;
            else if (result.Kind == ResultKind.Version)
                _versions[result.Case] = result.Unit;
            else
                AddValue(result);
        }
    }

    private void AddValue(Result result)
    {
        if (!_byName.TryGetValue((result.Case, result.Metric), out Metric? metric))
        {
            metric = new Metric(name, result.Case, result.Metric, result.Unit);
            _byName.Add((result.Case, result.Metric), metric);
            _metrics.Add(metric);
        }

        if (metric.Unit != result.Unit)
            throw result.Line.Bad($"'{result.Case}', '{result.Metric}' is in {result.Unit} here and was in {metric.Unit} before");
        metric.Add(result.Value);
    }

    private static string TextOf(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "";
}
