namespace Staple32.Benchmarks.Report;

/// <summary>Where the report finds what it reads and what it writes.</summary>
internal sealed record ReportOptions
{
    /// <summary>A folder for each benchmark.</summary>
    public required string Results { get; init; }

    public required string Goals { get; init; }

    /// <summary>Null: no plots.</summary>
    public string? Charts { get; init; }

    /// <summary>The page to write into; the plots go into the folder beside it that has its name. Null: to the terminal.</summary>
    public string? Page { get; init; }

    /// <summary>Empty: all that have results.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <exception cref="UsageException">An argument is missing, unknown or without its value.</exception>
    public static ReportOptions Parse(string[] arguments)
    {
        var values = new Dictionary<string, string>();
        var names = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith('-'))
                names.Add(argument);
            else if (argument is not ("--results" or "--goals" or "--charts" or "--page"))
                throw new UsageException($"{argument} is not an option of report");
            else if (++i == arguments.Length)
                throw new UsageException($"{argument} needs a value");
            else
                values[argument] = arguments[i];
        }

        string Needed(string option) => values.GetValueOrDefault(option) ?? throw new UsageException($"{option} is missing");
        return new ReportOptions
        {
            Results = Needed("--results"),
            Goals = Needed("--goals"),
            Charts = values.GetValueOrDefault("--charts"),
            Page = values.GetValueOrDefault("--page"),
            Names = names,
        };
    }
}
