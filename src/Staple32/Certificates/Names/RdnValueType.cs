using System.Formats.Asn1;

namespace Staple32.Certificates.Names;

/// <summary>The kinds of value that an attribute of a Name has, by the CERT_RDN_* numbers of wincrypt.h.</summary>
public enum RdnValueType
{
    /// <summary>No particular one: to be chosen, or not to be compared.</summary>
    Any = 0,

    /// <summary>Anything that is none of the others, with tag and length.</summary>
    EncodedBlob = 1,
    OctetString = 2,
    NumericString = 3,
    PrintableString = 4,

    /// <summary>T61String: in practice Latin-1, or UTF-8 from programs that took it for an octet string.</summary>
    TeletexString = 5,
    VideotexString = 6,
    Ia5String = 7,
    GraphicString = 8,
    VisibleString = 9,
    GeneralString = 10,
    UniversalString = 11,
    BmpString = 12,
    Utf8String = 13,
}

internal static class RdnValueTypes
{
    /// <summary>Whether the values are text.</summary>
    public static bool IsText(this RdnValueType type) => type >= RdnValueType.NumericString;

    /// <summary>The type of a value with this tag.</summary>
    public static RdnValueType FromTag(Asn1Tag tag) =>
        tag.TagClass != TagClass.Universal || tag.IsConstructed ? RdnValueType.EncodedBlob : (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.OctetString => RdnValueType.OctetString,
            UniversalTagNumber.NumericString => RdnValueType.NumericString,
            UniversalTagNumber.PrintableString => RdnValueType.PrintableString,
            UniversalTagNumber.T61String => RdnValueType.TeletexString,
            UniversalTagNumber.VideotexString => RdnValueType.VideotexString,
            UniversalTagNumber.IA5String => RdnValueType.Ia5String,
            UniversalTagNumber.GraphicString => RdnValueType.GraphicString,
            UniversalTagNumber.VisibleString => RdnValueType.VisibleString,
            UniversalTagNumber.GeneralString => RdnValueType.GeneralString,
            UniversalTagNumber.UniversalString => RdnValueType.UniversalString,
            UniversalTagNumber.BMPString => RdnValueType.BmpString,
            UniversalTagNumber.UTF8String => RdnValueType.Utf8String,
            _ => RdnValueType.EncodedBlob,
        };

    /// <summary>The tag of a string type or of an octet string.</summary>
    public static UniversalTagNumber TagOf(this RdnValueType type) => type switch
    {
        RdnValueType.OctetString => UniversalTagNumber.OctetString,
        RdnValueType.NumericString => UniversalTagNumber.NumericString,
        RdnValueType.PrintableString => UniversalTagNumber.PrintableString,
        RdnValueType.TeletexString => UniversalTagNumber.T61String,
        RdnValueType.Ia5String => UniversalTagNumber.IA5String,
        RdnValueType.BmpString => UniversalTagNumber.BMPString,
        RdnValueType.Utf8String => UniversalTagNumber.UTF8String,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
