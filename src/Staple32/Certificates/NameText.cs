using System.Buffers;
using System.Text;

namespace Staple32.Certificates;

/// <summary>Writes a Name for people: the form that .NET and the Windows certificate dialogs show.</summary>
internal static class NameText
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(",+=\"\n<>#;");

    /// <summary>The relative names last to first, as certificates carry the country first and people read the host first.</summary>
    public static string Of(List<List<NameAttribute>> relativeNames)
    {
        var text = new StringBuilder();
        for (int i = relativeNames.Count - 1; i >= 0; i--)
        {
            if (text.Length > 0)
                text.Append(", ");
            string separator = "";
            foreach (NameAttribute attribute in relativeNames[i])
            {
                text.Append(separator).Append(LabelOf(attribute.Oid)).Append('=');
                AppendValue(text, attribute);
                separator = " + ";
            }
        }
        return text.ToString();
    }

    private static void AppendValue(StringBuilder text, NameAttribute attribute)
    {
        if (attribute.Text is not { } value)
            text.Append('#').Append(Convert.ToHexString(attribute.Encoded.Span));
        else if (NeedsQuotes(value))
            text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            text.Append(value);
    }

    private static bool NeedsQuotes(string value) =>
        value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) || value.AsSpan().ContainsAny(s_special);

    private static string LabelOf(string oid) => oid switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "S",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "T",
        "2.5.4.42" => "G",
        "2.5.4.43" => "I",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "E",
        _ => "OID." + oid,
    };
}
