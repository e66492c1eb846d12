using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Staple32.Certificates;

/// <summary>A public key in bcrypt.dll (BCRYPT_KEY_HANDLE).</summary>
[SupportedOSPlatform("windows")]
internal sealed class BcryptKey : SafeHandle
{
    /// <summary>Octets of a coordinate on the largest curve, P-521.</summary>
    public const int MaxCoordinate = 66;

    private const int Success = 0;
    private const int NotSupported = unchecked((int)0xC00000BB);
    private const int NotFound = unchecked((int)0xC0000225);
    private const int PadPkcs1 = 2;
    private const int PadPss = 8;
    private const uint RsaPublicMagic = 0x31415352;

    private static readonly Algorithm s_rsa = new("RSA", 0);
    private static readonly Algorithm s_p256 = new("ECDSA_P256", 0x31534345);
    private static readonly Algorithm s_p384 = new("ECDSA_P384", 0x33534345);
    private static readonly Algorithm s_p521 = new("ECDSA_P521", 0x35534345);

    // The structures that say how an RSA signature is padded name the digest by the address of a string.
    private static readonly nint s_sha1 = Marshal.StringToCoTaskMemUni("SHA1");
    private static readonly nint s_sha256 = Marshal.StringToCoTaskMemUni("SHA256");
    private static readonly nint s_sha384 = Marshal.StringToCoTaskMemUni("SHA384");
    private static readonly nint s_sha512 = Marshal.StringToCoTaskMemUni("SHA512");

    private BcryptKey(nint key)
        : base(0, ownsHandle: true) => SetHandle(key);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <returns><see cref="SignatureVerdict.Valid"/> with a key, or why there is none.</returns>
    public static SignatureVerdict TryImport(in PublicKeyMaterial material, out BcryptKey? key)
    {
        key = null;
        Algorithm algorithm = material.Kind == PublicKeyKind.Rsa ? s_rsa : material.Curve switch
        {
            NamedCurve.P256 => s_p256,
            NamedCurve.P384 => s_p384,
            _ => s_p521,
        };
        if (algorithm.Handle == 0)
            return SignatureVerdict.UnsupportedAlgorithm;
        bool isRsa = material.Kind == PublicKeyKind.Rsa;
        byte[] blob = isRsa ? RsaBlob(material) : PointBlob(material, algorithm.PointMagic);
        int status = BCryptImportKeyPair(
            algorithm.Handle, 0, isRsa ? "RSAPUBLICBLOB" : "ECCPUBLICBLOB", out nint imported, blob, blob.Length, 0);
        if (status != Success)
            return status is NotSupported or NotFound ? SignatureVerdict.UnsupportedAlgorithm : SignatureVerdict.MalformedKey;
        key = new BcryptKey(imported);
        return SignatureVerdict.Valid;
    }

    /// <param name="scheme">Fits the key.</param>
    /// <param name="digest">Of the scheme's length.</param>
    /// <param name="signature">RSA: as long as the modulus. ECDSA: r and s, each of the curve's length.</param>
    public SignatureVerdict Verify(SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        // BCRYPT_PKCS1_PADDING_INFO is the beginning of BCRYPT_PSS_PADDING_INFO.
        var padding = new Padding { Digest = NameOf(scheme), SaltLength = digest.Length };
        ref byte first = ref MemoryMarshal.GetReference(digest);
        ref byte second = ref MemoryMarshal.GetReference(signature);
        int status = scheme.Kind switch
        {
            SignatureKind.RsaPkcs1 => BCryptVerifySignature(this, ref padding, ref first, digest.Length, ref second, signature.Length, PadPkcs1),
            SignatureKind.RsaPss => BCryptVerifySignature(this, ref padding, ref first, digest.Length, ref second, signature.Length, PadPss),
            _ => BCryptVerifySignature(this, 0, ref first, digest.Length, ref second, signature.Length, 0),
        };
        return status switch
        {
            Success => SignatureVerdict.Valid,
            NotSupported or NotFound => SignatureVerdict.UnsupportedAlgorithm,
            _ => SignatureVerdict.Invalid,
        };
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => BCryptDestroyKey(handle) == Success;

    // BCRYPT_RSAKEY_BLOB: magic, bits, length of exponent, of modulus and of two primes that are not there; then the numbers.
    private static byte[] RsaBlob(in PublicKeyMaterial material)
    {
        ReadOnlySpan<byte> modulus = material.First.Span, exponent = material.Second.Span;
        const int Header = 6 * sizeof(uint);
        byte[] blob = new byte[Header + exponent.Length + modulus.Length];
        int unused = System.Numerics.BitOperations.LeadingZeroCount((uint)modulus[0]) - 24;
        BinaryPrimitives.WriteUInt32LittleEndian(blob, RsaPublicMagic);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), (modulus.Length * 8) - unused);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(8), exponent.Length);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(12), modulus.Length);
        exponent.CopyTo(blob.AsSpan(Header));
        modulus.CopyTo(blob.AsSpan(Header + exponent.Length));
        return blob;
    }

    // BCRYPT_ECCKEY_BLOB: magic, length of a coordinate; then X and Y.
    private static byte[] PointBlob(in PublicKeyMaterial material, uint magic)
    {
        int length = material.First.Length;
        const int Header = 2 * sizeof(uint);
        byte[] blob = new byte[Header + (2 * length)];
        BinaryPrimitives.WriteUInt32LittleEndian(blob, magic);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), length);
        material.First.Span.CopyTo(blob.AsSpan(Header));
        material.Second.Span.CopyTo(blob.AsSpan(Header + length));
        return blob;
    }

    private static nint NameOf(SignatureScheme scheme) => Digest.LengthOf(scheme.Hash) switch
    {
        20 => s_sha1,
        32 => s_sha256,
        48 => s_sha384,
        _ => s_sha512,
    };

    /// <summary>An algorithm provider, opened at first use and kept: opening one costs more than a verification.</summary>
    private sealed class Algorithm(string name, uint pointMagic)
    {
        private readonly Lazy<nint> _handle = new(() =>
            BCryptOpenAlgorithmProvider(out nint handle, name, null, 0) == Success ? handle : 0);

        /// <summary>0 if the system has no such algorithm.</summary>
        public nint Handle => _handle.Value;

        /// <summary>The first word of a public key's blob.</summary>
        public uint PointMagic { get; } = pointMagic;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Padding
    {
        public nint Digest;
        public int SaltLength;
    }

#pragma warning disable SYSLIB1054 // Source-generated marshalling needs unsafe code, which this assembly has none of.
    [DllImport("bcrypt", ExactSpelling = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int BCryptOpenAlgorithmProvider(out nint algorithm, string name, string? implementation, int flags);

    [DllImport("bcrypt", ExactSpelling = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int BCryptImportKeyPair(
        nint algorithm, nint importKey, string blobType, out nint key, byte[] blob, int length, int flags);

    [DllImport("bcrypt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int BCryptVerifySignature(
        BcryptKey key, ref Padding padding, ref byte digest, int digestLength, ref byte signature, int signatureLength, int flags);

    [DllImport("bcrypt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int BCryptVerifySignature(
        BcryptKey key, nint padding, ref byte digest, int digestLength, ref byte signature, int signatureLength, int flags);

    [DllImport("bcrypt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int BCryptDestroyKey(nint key);
#pragma warning restore SYSLIB1054
}
