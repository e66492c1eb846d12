namespace Staple32.TextEncoding;

/// <summary>The lines around Base64 (RFC 7468): -----BEGIN label----- and -----END label-----.</summary>
internal static class PemText
{
    public const string Begin = "-----BEGIN ";
    public const string End = "-----END ";
    public const string Dashes = "-----";

    public const string CertificateLabel = "CERTIFICATE";
    public const string CrlLabel = "X509 CRL";

    /// <summary>What Windows writes; RFC 7468 and OpenSSL leave NEW out, so both are read.</summary>
    public const string RequestLabel = "NEW CERTIFICATE REQUEST";
    private const string PlainRequestLabel = "CERTIFICATE REQUEST";

    /// <summary>Finds the first pair of lines that a format reads.</summary>
    /// <param name="text">The text; what stands before and after the lines is ignored.</param>
    /// <param name="format">One of the three header formats.</param>
    /// <param name="strict">The END line must have the label of the BEGIN line.</param>
    /// <param name="skipped">Characters before the BEGIN line.</param>
    /// <param name="body">What stands between the lines.</param>
    public static bool TryFind(ReadOnlySpan<char> text, TextFormat format, bool strict, out int skipped, out ReadOnlySpan<char> body)
    {
        body = default;
        skipped = 0;
        int position = 0;
        while (TryFindLine(text[position..], Begin, out int start, out ReadOnlySpan<char> label, out int length))
        {
            skipped = position + start;
            position = skipped + length;
            if (!Reads(format, label))
                continue;
            if (!TryFindLine(text[position..], End, out int end, out ReadOnlySpan<char> endLabel, out _))
                return false;
            body = text.Slice(position, end);
            return !strict || label.SequenceEqual(endLabel);
        }

        return false;
    }

    private static bool Reads(TextFormat format, ReadOnlySpan<char> label) => format switch
    {
        TextFormat.Base64RequestHeader => label.SequenceEqual(RequestLabel) || label.SequenceEqual(PlainRequestLabel),
        TextFormat.Base64CrlHeader => label.SequenceEqual(CrlLabel),
        _ => true,
    };

    // The first "prefix label-----" whose label does not run over the end of its line.
    private static bool TryFindLine(ReadOnlySpan<char> text, string prefix, out int start, out ReadOnlySpan<char> label, out int length)
    {
        int position = 0;
        for (int found; (found = text[position..].IndexOf(prefix)) >= 0;)
        {
            start = position + found;
            ReadOnlySpan<char> rest = text[(start + prefix.Length)..];
            int labelEnd = rest.IndexOf(Dashes);
            if (labelEnd < 0)
                break;
            label = rest[..labelEnd];
            int lineEnd = label.IndexOfAny('\r', '\n');
            length = prefix.Length + labelEnd + Dashes.Length;
            if (lineEnd < 0)
                return true;
            position = start + prefix.Length + lineEnd;
        }

        start = length = 0;
        label = default;
        return false;
    }
}
