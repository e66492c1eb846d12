using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Contexts;

/// <summary>Looks for an attribute in arrays of the host's.</summary>
internal static unsafe class AttributeArrays
{
    /// <summary>CertFindAttribute: the first with this object identifier; NULL with CRYPT_E_NOT_FOUND if there is none.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: no identifier, or no attributes where some are announced.</exception>
    public static CRYPT_ATTRIBUTE* Find(byte* oid, uint count, CRYPT_ATTRIBUTE* attributes)
    {
        if (oid == null || (attributes == null && count != 0))
            throw Invalid();
        for (uint index = 0; index < count; index++)
        {
            if (NativeText.Equal(oid, attributes[index].pszObjId))
                return attributes + index;
        }

        LastError.Set(Errors.CRYPT_E_NOT_FOUND);
        return null;
    }

    /// <summary>CertFindRDNAttr: as CertFindAttribute, in all relative names of a Name.</summary>
    /// <exception cref="AbiException">As there.</exception>
    public static CERT_RDN_ATTR* Find(byte* oid, CERT_NAME_INFO* name)
    {
        if (oid == null || name == null || (name->rgRDN == null && name->cRDN != 0))
            throw Invalid();
        for (uint number = 0; number < name->cRDN; number++)
        {
            CERT_RDN relativeName = name->rgRDN[number];
            if (relativeName.rgRDNAttr == null && relativeName.cRDNAttr != 0)
                throw Invalid();
            for (uint index = 0; index < relativeName.cRDNAttr; index++)
            {
                if (NativeText.Equal(oid, relativeName.rgRDNAttr[index].pszObjId))
                    return relativeName.rgRDNAttr + index;
            }
        }

        LastError.Set(Errors.CRYPT_E_NOT_FOUND);
        return null;
    }

    private static AbiException Invalid() => new(Errors.E_INVALIDARG, "no object identifier or no attributes");
}
