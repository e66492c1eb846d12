using System.Buffers;
using System.Security.Cryptography;
using Staple32.Certificates;

namespace Staple32.OcspDirectory;

/// <summary>
/// Names of files in an OCSP directory: the certificate's SHA-1 thumbprint in hex and ".ocsp". Written in upper case, read
/// in any.
/// </summary>
public static class ResponseFileName
{
    public const string Extension = ".ocsp";

    private const int Length = 40 + 5;
    private const string TemporaryExtension = ".tmp";
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <param name="leaf">The certificate's DER.</param>
    public static string Of(ReadOnlySpan<byte> leaf) => Convert.ToHexString(Digest.Compute(HashAlgorithmName.SHA1, leaf)) + Extension;

    /// <summary>Whether a file may hold the response of some certificate.</summary>
    public static bool IsResponse(ReadOnlySpan<char> name) =>
        name.Length == Length && name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !name[..40].ContainsAnyExcept(s_hex);

    /// <summary>A name for a file being written. It starts with a dot and ends differently, so that nobody reads it as a response.</summary>
    public static string Temporary(string name, ulong unique) => $".{name}.{unique:X16}{TemporaryExtension}";

    /// <summary>Whether a name was made by <see cref="Temporary"/>.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.Length == 1 + Length + 1 + 16 + TemporaryExtension.Length && name[0] == '.' && IsResponse(name.Slice(1, Length))
        && name.EndsWith(TemporaryExtension, StringComparison.Ordinal);
}
