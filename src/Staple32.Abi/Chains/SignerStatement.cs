using System.Formats.Asn1;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Chains;

/// <summary>What the signer of a program says about himself, in an attribute that he has signed (SpcSpStatementType).</summary>
internal static unsafe class SignerStatement
{
    private const string StatementType = "1.3.6.1.4.1.311.2.1.11";
    private const string CommercialPurpose = "1.3.6.1.4.1.311.2.1.22";
    private const uint MaxAttributes = 256;
    private const uint MaxBytes = 64 * 1024;

    /// <summary>Whether he signs for a business. A signer who says nothing, or nothing readable, does not.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: the structure claims what no signer has.</exception>
    public static bool IsCommercial(CMSG_SIGNER_INFO* signer)
    {
        if (signer == null)
            return false;
        if (signer->AuthAttrs.cAttr > MaxAttributes || (signer->AuthAttrs.cAttr > 0 && signer->AuthAttrs.rgAttr == null))
            throw new AbiException(Errors.E_INVALIDARG, "not attributes");
        for (uint i = 0; i < signer->AuthAttrs.cAttr; i++)
        {
            CRYPT_ATTRIBUTE* attribute = signer->AuthAttrs.rgAttr + i;
            if (attribute->cValue > 0 && attribute->rgValue != null && NativeText.FromUtf8(attribute->pszObjId) == StatementType)
                return Lists(attribute->rgValue[0], CommercialPurpose);
        }

        return false;
    }

    // SEQUENCE OF OBJECT IDENTIFIER
    private static bool Lists(CRYPT_DATA_BLOB value, string purpose)
    {
        if (value.pbData == null || value.cbData > MaxBytes)
            return false;
        try
        {
            var reader = new AsnReader(new ReadOnlySpan<byte>(value.pbData, (int)value.cbData).ToArray(), AsnEncodingRules.DER);
            AsnReader purposes = reader.ReadSequence();
            bool found = false;
            while (purposes.HasData)
                found |= purposes.ReadObjectIdentifier() == purpose;
            return found;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
