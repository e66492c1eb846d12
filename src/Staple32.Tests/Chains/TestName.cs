using System.Formats.Asn1;

namespace Staple32.Tests.Chains;

/// <summary>Encodes Names attribute by attribute, in string types and orders that no text form can ask for.</summary>
internal static class TestName
{
    public const string CommonName = "2.5.4.3";
    public const string Country = "2.5.4.6";
    public const string Organization = "2.5.4.10";
    public const string OrganizationalUnit = "2.5.4.11";

    public static (string Oid, UniversalTagNumber Type, string Text) Printable(string oid, string text) =>
        (oid, UniversalTagNumber.PrintableString, text);

    public static (string Oid, UniversalTagNumber Type, string Text) Utf8(string oid, string text) =>
        (oid, UniversalTagNumber.UTF8String, text);

    /// <summary>A Name of relative names with one attribute each, in the order of the encoding.</summary>
    public static byte[] Of(params (string Oid, UniversalTagNumber Type, string Text)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((string oid, UniversalTagNumber type, string text) in attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteCharacterString(type, text);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>C=US, O=Test Certificates, then the given units and a common name: the names of the NIST suite.</summary>
    public static byte[] Nist(string commonName, params string[] units) =>
    [
        .. Of(
        [
            Printable(Country, "US"),
            Printable(Organization, "Test Certificates"),
            .. units.Select(unit => Printable(OrganizationalUnit, unit)),
            .. commonName.Length == 0 ? ((string, UniversalTagNumber, string)[])[] : [Printable(CommonName, commonName)],
        ]),
    ];
}
