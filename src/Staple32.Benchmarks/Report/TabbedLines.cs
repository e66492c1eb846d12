using System.Globalization;

namespace Staple32.Benchmarks.Report;

/// <summary>The lines of a file of tab-separated fields. Empty lines and lines that begin with # are left out.</summary>
internal static class TabbedLines
{
    /// <param name="file">For messages.</param>
    /// <param name="lines">The file's lines.</param>
    /// <param name="minFields">A line with fewer fields is refused, as is one with an empty field among these.</param>
    /// <param name="maxFields">A line with more is refused.</param>
    public static IEnumerable<TabbedLine> Read(string file, IEnumerable<string> lines, int minFields, int maxFields)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] fields = line.Split('\t');
            if (fields.Length < minFields || fields.Length > maxFields)
            {
                string expected = minFields == maxFields ? $"{minFields}" : $"{minFields} to {maxFields}";
                throw new BadLineException(file, number, $"{fields.Length} fields, not {expected}, between tabs");
            }

            if (Array.FindIndex(fields, 0, minFields, string.IsNullOrWhiteSpace) is >= 0 and int empty)
                throw new BadLineException(file, number, $"field {empty + 1} is empty");
            yield return new TabbedLine(file, number, fields);
        }
    }
}

/// <summary>One line, and where it stands.</summary>
internal sealed record TabbedLine(string File, int Number, string[] Fields)
{
    public string this[int field] => Fields[field];

    public BadLineException Bad(string problem) => new(File, Number, problem);

    /// <summary>A field as a finite number in the notation of C.</summary>
    public double ToNumber(int field)
    {
        if (!double.TryParse(Fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw Bad($"'{Fields[field]}' is not a number");
        return value;
    }
}
