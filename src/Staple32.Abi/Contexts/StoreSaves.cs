using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertSaveStore: a store as bytes, in memory or in a file.</summary>
internal static unsafe class StoreSaves
{
    public static int Save(nint store, uint encodingType, uint saveAs, uint saveTo, void* parameter)
    {
        CertificateStore source = StoreHandles.ForReading(store);
        if (parameter == null)
            return LastError.False(Errors.E_INVALIDARG);
        switch (saveTo)
        {
            case StoreSaving.CERT_STORE_SAVE_TO_MEMORY:
                var blob = (CRYPT_DATA_BLOB*)parameter;
                return SizedBuffer.Copy(Encode(source, encodingType, saveAs), blob->pbData, &blob->cbData);
            case StoreSaving.CERT_STORE_SAVE_TO_FILENAME_A:
                return Write(NativeText.FromUtf8((byte*)parameter)!, Encode(source, encodingType, saveAs));
            case StoreSaving.CERT_STORE_SAVE_TO_FILENAME_W:
                return Write(NativeText.FromUtf16((char*)parameter)!, Encode(source, encodingType, saveAs));
            default:
                return LastError.False(Errors.E_INVALIDARG);
        }
    }

    // In place, as on Windows: what is named may be a device or a pipe.
    private static int Write(string path, byte[] bytes)
    {
        WriteFailedException.Watch(() => File.WriteAllBytes(path, bytes));
        return 1;
    }

    private static byte[] Encode(CertificateStore store, uint encodingType, uint saveAs)
    {
        switch (saveAs)
        {
            case StoreSaving.CERT_STORE_SAVE_AS_STORE:
                return SerializedStore.Write(store.Certificates, store.Crls);
            case StoreSaving.CERT_STORE_SAVE_AS_PKCS7 when (encodingType & EncodingTypes.PKCS_7_ASN_ENCODING) != 0:
                return CertificateMessage.Write(store.Certificates, store.Crls);
            // It would want a password, for which the function has no parameter.
            case StoreSaving.CERT_STORE_SAVE_AS_PKCS12:
                throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "PKCS #12");
            default:
                throw new AbiException(Errors.E_INVALIDARG, "an unknown form, or a message of no type");
        }
    }
}
