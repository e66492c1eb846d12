using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Log;
using Staple32.Pkcs12;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The functions on PKCS #12 files. There is no place for private keys here: certificates and CRLs are all that is taken.</summary>
internal static unsafe class PfxImport
{
    // All but the first say where keys go and how they may be used, or that none are wanted.
    private const uint KnownFlags = PfxFlags.PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES | PfxFlags.CRYPT_EXPORTABLE | PfxFlags.CRYPT_USER_PROTECTED | PfxFlags.CRYPT_MACHINE_KEYSET
        | PfxFlags.CRYPT_USER_KEYSET | PfxFlags.PKCS12_IMPORT_SILENT | PfxFlags.PKCS12_PREFER_CNG_KSP | PfxFlags.PKCS12_ALWAYS_CNG_KSP
        | PfxFlags.PKCS12_ONLY_CERTIFICATES | PfxFlags.PKCS12_ALLOW_OVERWRITE_KEY | PfxFlags.PKCS12_NO_PERSIST_KEY
        | PfxFlags.PKCS12_INCLUDE_EXTENDED_PROPERTIES | PfxFlags.PKCS12_VIRTUAL_ISOLATION_KEY
        | PfxFlags.PKCS12_NAMED_NO_PERSIST_KEY | PfxFlags.CRYPT_USER_PROTECTED_STRONG;

    private const uint NoKeysWanted = PfxFlags.PKCS12_ONLY_CERTIFICATES | PfxFlags.PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES;

    /// <summary>PFXImportCertStore: a memory store of what is in the file.</summary>
    public static nint Import(CRYPT_DATA_BLOB* pfx, char* password, uint flags)
    {
        if (pfx == null || (flags & ~KnownFlags) != 0)
            return LastError.Null(Errors.E_INVALIDARG);
        bool onlyPlain = (flags & PfxFlags.PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES) != 0;
        StoreContents contents = Open(NativeBytes.Copy(*pfx), NativeText.FromUtf16(password), onlyPlain, out int keysLeftOut);
        if (keysLeftOut > 0 && (flags & NoKeysWanted) == 0)
            Library.Log.Write(LogLevel.Warning, $"PKCS #12: {keysLeftOut} private keys were left out; only certificates and CRLs are imported");
        return StoreHandles.Open(new MemoryStore(contents), flags: 0);
    }

    /// <summary>What CERT_STORE_PROV_PKCS12 opens: a file without a password.</summary>
    public static StoreContents ReadWithoutPassword(byte[] bytes) => Open(bytes, null, onlyPlain: false, out _);

    /// <summary>PFXVerifyPassword.</summary>
    public static int VerifyPassword(CRYPT_DATA_BLOB* pfx, char* password, uint flags)
    {
        if (pfx == null || flags != 0)
            return LastError.False(Errors.E_INVALIDARG);
        _ = Open(NativeBytes.Copy(*pfx), NativeText.FromUtf16(password), onlyPlain: false, out _);
        return 1;
    }

    /// <summary>PFXIsPFXBlob: whether the outermost layer is that of a PKCS #12 file.</summary>
    public static int IsPfx(CRYPT_DATA_BLOB* pfx)
    {
        if (pfx == null)
            return LastError.False(Errors.E_INVALIDARG);
        try
        {
            _ = Pkcs12File.Parse(NativeBytes.Copy(*pfx));
            return 1;
        }
        catch (CertificateFormatException)
        {
            return 0;
        }
    }

    private static StoreContents Open(byte[] bytes, string? password, bool onlyPlain, out int keysLeftOut)
    {
        try
        {
            Pkcs12File file = Pkcs12File.Parse(bytes);
            StoreContents contents = onlyPlain ? file.OpenPlain() : file.Open(password);
            keysLeftOut = file.KeysLeftOut;
            return contents;
        }
        catch (WrongPasswordException wrong)
        {
            throw new AbiException(Errors.ERROR_INVALID_PASSWORD, wrong.Message);
        }
    }
}
