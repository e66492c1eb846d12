namespace Staple32;

/// <summary>Makes text from the network, a file or an exception fit for one line of a log.</summary>
public static class LogText
{
    private const int MaxLength = 200;

    /// <summary>At most 200 characters, control characters and line separators replaced, so that nothing can forge a second line.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        bool cut = text.Length > MaxLength;
        ReadOnlySpan<char> source = cut ? text.AsSpan(0, MaxLength) : text;
        Span<char> clean = stackalloc char[MaxLength + 3];
        int length = 0;
        bool changed = cut;
        foreach (char c in source)
        {
            bool bad = char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c);
            clean[length++] = bad ? '?' : c;
            changed |= bad;
        }

        if (!changed)
            return text;
        if (cut)
        {
            "...".CopyTo(clean[length..]);
            length += 3;
        }

        return new string(clean[..length]);
    }
}
