using System.Security.Cryptography;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Boundary;

/// <summary>A failure whose last error is known where it is found.</summary>
internal sealed class AbiException(uint code, string message) : Exception(message)
{
    /// <summary>The value for SetLastError: a Win32 error or an HRESULT.</summary>
    public uint Code { get; } = code;

    public static AbiException InvalidParameter(string what) => new(Errors.ERROR_INVALID_PARAMETER, what);
}

/// <summary>
/// The one catch of every export: turns an exception into a last error and the failure value that follows from the
/// export's return convention. An exception that escaped an export would abort the host process.
/// </summary>
internal static unsafe class Guard
{
    /// <summary>For exports that return BOOL, a count or an HRESULT-free DWORD whose failure value is 0.</summary>
    public static int Bool(Exception failure)
    {
        LastError.Set(CodeOf(failure));
        return 0;
    }

    /// <summary>For exports that return a count or size whose failure value is 0.</summary>
    public static uint Count(Exception failure)
    {
        LastError.Set(CodeOf(failure));
        return 0;
    }

    /// <summary>For exports that return a pointer or a handle.</summary>
    public static void* Pointer(Exception failure)
    {
        LastError.Set(CodeOf(failure));
        return null;
    }

    /// <summary>For exports that return nothing: the last error is all that can be said.</summary>
    public static void Void(Exception failure) => LastError.Set(CodeOf(failure));

    private static uint CodeOf(Exception failure) => failure switch
    {
        AbiException known => known.Code,
        OutOfMemoryException => Errors.ERROR_NOT_ENOUGH_MEMORY,
        ThreadStartException => Errors.ERROR_NOT_ENOUGH_MEMORY,
        System.Formats.Asn1.AsnContentException or Staple32.Certificates.CertificateFormatException => Errors.CRYPT_E_ASN1_BADTAG,
        WriteFailedException written => (uint)written.Error,
        FileNotFoundException => Errors.ERROR_FILE_NOT_FOUND,
        DirectoryNotFoundException => Errors.ERROR_PATH_NOT_FOUND,
        UnauthorizedAccessException => Errors.ERROR_ACCESS_DENIED,
        IOException => Errors.ERROR_READ_FAULT,
        NotSupportedException => Errors.ERROR_NOT_SUPPORTED,
        CryptographicException => Errors.NTE_FAIL,
        ArgumentException or NullReferenceException => Errors.ERROR_INVALID_PARAMETER,
        _ => Errors.ERROR_INTERNAL_ERROR,
    };
}
