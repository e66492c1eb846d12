using System.Globalization;

namespace Staple32.Certificates.Names;

/// <summary>Mail addresses and host names between Unicode and the ASCII form that IA5String can carry (RFC 3490, RFC 3492).</summary>
internal static class InternationalMail
{
    private static readonly IdnMapping s_mapping = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <summary>A mail address in ASCII: the labels of both its sides in Punycode where they are not ASCII already. Null if there is none.</summary>
    public static string? ToAscii(string address)
    {
        if (IsAscii(address))
            return address;
        try
        {
            int at = address.LastIndexOf('@');
            return at <= 0 || at == address.Length - 1
                ? null
                : $"{s_mapping.GetAscii(address[..at])}@{s_mapping.GetAscii(address[(at + 1)..])}";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A mail address in Unicode; what is no Punycode stays as it is.</summary>
    public static string ToUnicode(string address)
    {
        int at = address.LastIndexOf('@');
        return at < 0 ? address : $"{HostToUnicode(address[..at])}@{HostToUnicode(address[(at + 1)..])}";
    }

    /// <summary>A host name in Unicode; one that is no Punycode stays as it is.</summary>
    public static string HostToUnicode(string host)
    {
        if (!host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return host;
        try
        {
            return s_mapping.GetUnicode(host);
        }
        catch (ArgumentException)
        {
            return host;
        }
    }

    private static bool IsAscii(string text) => System.Text.Ascii.IsValid(text);
}
