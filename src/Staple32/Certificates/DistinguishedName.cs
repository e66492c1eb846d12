using System.Formats.Asn1;
using System.Globalization;
using System.Text;
using Staple32.Asn1;
using Staple32.Certificates.Names;

namespace Staple32.Certificates;

/// <summary>Compares and shows encoded Names (RFC 5280 4.1.2.4 and 7.1). Never throws, whatever the bytes are.</summary>
public static class DistinguishedName
{
    private static readonly RecentNameKeys s_recentKeys = new(512);

    // SEQUENCE of no relative names.
    private static ReadOnlySpan<byte> EmptyName => [0x30, 0x00];

    /// <summary>Whether the Name has no parts, as the subject of a certificate known by its alternative names only.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> name) => name.IsEmpty || name.SequenceEqual(EmptyName);

    /// <summary>
    /// Whether two encoded Names are the same: byte for byte, or by RFC 5280 7.1, where the string type, the case and the
    /// number of spaces do not matter. (Unicode normalisation beyond case is not done: no CA relies on it.)
    /// </summary>
    public static bool Equal(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.SequenceEqual(b))
            return true;
        return ComparisonKey(a) is { } key && key == ComparisonKey(b);
    }

    /// <summary>A hash that is the same for Names that are <see cref="Equal"/>. Differs from process to process.</summary>
    public static int GetHashCode(ReadOnlySpan<byte> name)
    {
        if (ComparisonKey(name) is { } key)
            return key.GetHashCode(StringComparison.Ordinal);
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    /// <summary>
    /// The Name for people, most specific part first: <c>CN=www.example.com, O="Example, Inc.", C=US</c>; values with
    /// special characters are quoted, unknown types shown as OID.n, values that are no text as # and hex: the form that the
    /// Windows certificate dialogs show.
    /// </summary>
    /// <returns>The text; empty for an empty Name, # and hex of the whole for something that is not a Name.</returns>
    public static string ToText(ReadOnlyMemory<byte> name)
    {
        try
        {
            return NameWriter.Write(Read(name), new NameFormat(NameStyle.X500) { Reversed = true });
        }
        catch (AsnContentException)
        {
            return "#" + Convert.ToHexString(name.Span);
        }
    }

    /// <exception cref="AsnContentException">Not a Name.</exception>
    internal static List<List<NameAttribute>> Read(ReadOnlyMemory<byte> name)
    {
        var outer = new DerReader(name);
        DerReader sequence = outer.ReadSequence();
        outer.ExpectEnd();
        var relativeNames = new List<List<NameAttribute>>();
        while (sequence.HasData)
        {
            DerReader set = sequence.ReadSetOf();
            var attributes = new List<NameAttribute>(1);
            while (set.HasData)
                attributes.Add(NameAttribute.Read(ref set));
            relativeNames.Add(attributes);
        }
        return relativeNames;
    }

    /// <summary>
    /// One string per Name such that equal Names give equal strings: values folded, lengths in front so that no value can
    /// imitate a separator, the values of one relative name in an order of our own. Each relative name begins with a
    /// slash, so that the key of a superior name is a prefix. Null if it is not a Name.
    /// </summary>
    internal static string? ComparisonKey(ReadOnlySpan<byte> name)
    {
        if (s_recentKeys.TryGet(name, out string? key))
            return key;
        key = MakeComparisonKey(name);
        s_recentKeys.Add(name, key);
        return key;
    }

    private static string? MakeComparisonKey(ReadOnlySpan<byte> name)
    {
        try
        {
            var text = new StringBuilder(128);
            foreach (List<NameAttribute> relativeName in Read(name.ToArray()))
            {
                text.Append('/');
                if (relativeName.Count == 1)
                {
                    AppendPart(text, Canonical(relativeName[0]));
                    continue;
                }

                string[] parts = [.. relativeName.Select(Canonical)];
                Array.Sort(parts, StringComparer.Ordinal);
                foreach (string part in parts)
                    AppendPart(text, part);
            }
            return text.ToString();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static void AppendPart(StringBuilder text, string part) =>
        text.Append(CultureInfo.InvariantCulture, $"{part.Length}:").Append(part);

    private static string Canonical(NameAttribute attribute)
    {
        if (attribute.Text is not { } text)
            return $"{attribute.Oid}#{Convert.ToHexString(attribute.Encoded.Span)}";
        Span<char> folded = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        return string.Concat(attribute.Oid, "=", folded[..Fold(text, folded)]);
    }

    // RFC 5280 7.1 by way of RFC 4518: outer spaces dropped, inner runs made one, case ignored. Never longer than the text.
    private static int Fold(string text, Span<char> folded)
    {
        int length = 0;
        bool pendingSpace = false;
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                pendingSpace = length > 0;
                continue;
            }
            if (pendingSpace)
                folded[length++] = ' ';
            pendingSpace = false;
            folded[length++] = char.ToUpperInvariant(c);
        }
        return length;
    }
}
