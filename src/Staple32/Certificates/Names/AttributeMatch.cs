using System.Formats.Asn1;
using System.Text;

namespace Staple32.Certificates.Names;

/// <summary>An attribute that is sought in a Name.</summary>
/// <param name="Oid">Dotted; null for an attribute of any type.</param>
/// <param name="Type">The type that the value must have; <see cref="RdnValueType.Any"/> for no matter which.</param>
/// <param name="Value">The value; null for any. UTF-16 if the search is for Unicode, else in the units of its type.</param>
public readonly record struct SoughtValue(string? Oid, RdnValueType Type, ReadOnlyMemory<byte>? Value);

/// <summary>Whether a Name has certain attributes (CertIsRDNAttrsInCertificateName).</summary>
public static class AttributeMatch
{
    /// <summary>True if every attribute is somewhere in the Name.</summary>
    /// <param name="name">An encoded Name.</param>
    /// <param name="sought">The attributes.</param>
    /// <param name="isUnicode">Whether the values of string types are UTF-16 whatever their type.</param>
    /// <param name="ignoresCase">Whether the case of text does not matter.</param>
    /// <exception cref="AsnContentException">Not a Name.</exception>
    public static bool HasAll(ReadOnlyMemory<byte> name, IReadOnlyList<SoughtValue> sought, bool isUnicode, bool ignoresCase)
    {
        ArgumentNullException.ThrowIfNull(sought);
        List<List<NameAttribute>> relativeNames = DistinguishedName.Read(name);
        foreach (SoughtValue attribute in sought)
        {
            if (!relativeNames.Exists(relativeName => relativeName.Exists(own => Matches(own, attribute, isUnicode, ignoresCase))))
                return false;
        }
        return true;
    }

    private static bool Matches(NameAttribute own, SoughtValue sought, bool isUnicode, bool ignoresCase)
    {
        if ((sought.Oid is not null && sought.Oid != own.Oid) || (sought.Type != RdnValueType.Any && sought.Type != own.Type))
            return false;
        if (sought.Value is not { } value)
            return true;
        if (own.Text is null || StringOctets.Read(own.Type, own.Contents.Span, utf8InTeletex: isUnicode) is not { } text)
            return value.Span.SequenceEqual((own.Type == RdnValueType.OctetString ? own.Contents : own.Encoded).Span);
        string wanted = isUnicode ? Encoding.Unicode.GetString(value.Span) : ReadUnits(own.Type, value.Span);
        return text.Equals(wanted, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    // One octet is one character of the old string types; the others come as CERT_RDN_ATTR holds them.
    private static string ReadUnits(RdnValueType type, ReadOnlySpan<byte> units) => type switch
    {
        RdnValueType.BmpString or RdnValueType.Utf8String => Encoding.Unicode.GetString(units),
        RdnValueType.UniversalString => Encoding.UTF32.GetString(units),
        _ => Encoding.Latin1.GetString(units),
    };
}
