namespace Staple32.Benchmarks.Report;

/// <summary>
/// A page written by hand, with places that are written by the report: between <c>&lt;!-- bench NAME --&gt;</c> and
/// <c>&lt;!-- end of NAME --&gt;</c>. Everything else stays as it is.
/// </summary>
internal sealed class MarkedPage(string path, string text)
{
    public string Text { get; private set; } = text;

    /// <summary>Puts text in the place of a name.</summary>
    /// <exception cref="BadPageException">The page has no such place.</exception>
    public void Put(string name, string content)
    {
        string beginMark = $"<!-- bench {name} -->\n";
        string endMark = $"<!-- end of {name} -->";
        int begin = Text.IndexOf(beginMark, StringComparison.Ordinal);
        int end = begin < 0 ? -1 : Text.IndexOf(endMark, begin, StringComparison.Ordinal);
        if (end < 0)
            throw new BadPageException($"{path}: no line '{beginMark.TrimEnd()}' with '{endMark}' after it");
        Text = Text[..(begin + beginMark.Length)] + content + Text[end..];
    }
}
