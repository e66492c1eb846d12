using System.Formats.Asn1;

namespace Staple32.Certificates.Names;

/// <summary>
/// A Name that stands for a key identifier (szOID_KEYID_RDN): one attribute, an octet string. It takes the issuer's place
/// where a message names its signer by key identifier.
/// </summary>
public static class KeyIdentifierName
{
    private const string Oid = "1.3.6.1.4.1.311.10.7.1";

    /// <summary>The identifier, or null if it is a Name of another kind, or none.</summary>
    public static ReadOnlyMemory<byte>? Read(ReadOnlyMemory<byte> name)
    {
        try
        {
            if (DistinguishedName.Read(name) is [[{ Oid: Oid, Type: RdnValueType.OctetString } attribute]])
                return attribute.Contents;
        }
        catch (AsnContentException)
        {
            // No Name at all.
        }

        return null;
    }
}
