using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Contexts;

/// <summary>Looks for an extension in an array of the host's.</summary>
internal static unsafe class ExtensionArrays
{
    /// <summary>CertFindExtension: the first with this object identifier; NULL with CRYPT_E_NOT_FOUND if there is none.</summary>
    public static CERT_EXTENSION* Find(byte* oid, uint count, CERT_EXTENSION* extensions)
    {
        if (oid == null || (extensions == null && count != 0))
            throw new AbiException(Errors.E_INVALIDARG, "no object identifier or no extensions");
        for (uint index = 0; index < count; index++)
        {
            if (NativeText.Equal(oid, extensions[index].pszObjId))
                return extensions + index;
        }

        LastError.Set(Errors.CRYPT_E_NOT_FOUND);
        return null;
    }
}
