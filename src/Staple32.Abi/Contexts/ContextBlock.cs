using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// The native block of a certificate: the public structure first, then what is ours, then all that the public structure
/// points at, in one allocation.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ContextBlock
{
    public CERT_CONTEXT Public;

    /// <summary>How many of the block's references the host has to free.</summary>
    public long HostReferences;

    /// <summary>The store's handle as first given to the host, whatever became of the public field since.</summary>
    public nint Store;

    public CERT_INFO Info;

    /// <summary>Builds the block of a certificate with one reference; the store's handle is left 0.</summary>
    public static ContextBlock* Build(StoredCertificate element)
    {
        Certificate certificate = element.Certificate;
        IReadOnlyList<CertificateExtension> extensions = certificate.Extensions;
        int textBytes = TextBytes(certificate.SignatureAlgorithm.Oid) + TextBytes(certificate.PublicKey.Algorithm.Oid);
        foreach (CertificateExtension extension in extensions)
            textBytes += TextBytes(extension.Oid);
        nuint size = checked((nuint)sizeof(ContextBlock)
            + ((nuint)extensions.Count * (nuint)sizeof(CERT_EXTENSION))
            + (nuint)(certificate.Encoded.Length + certificate.SerialNumber.Length + textBytes));

        var block = (ContextBlock*)NativeBlock.Allocate(BlockKind.CertificateContext, size, element);
        var extensionArray = (CERT_EXTENSION*)(block + 1);
        byte* encoded = (byte*)(extensionArray + extensions.Count);
        certificate.Encoded.Span.CopyTo(new Span<byte>(encoded, certificate.Encoded.Length));
        var writer = new Writer(certificate.Encoded, encoded, encoded + certificate.Encoded.Length);

        block->Public = new CERT_CONTEXT
        {
            dwCertEncodingType = EncodingTypes.X509_ASN_ENCODING,
            pbCertEncoded = encoded,
            cbCertEncoded = (uint)certificate.Encoded.Length,
            pCertInfo = &block->Info,
        };
        Fill(&block->Info, certificate, ref writer);
        for (int index = 0; index < extensions.Count; index++)
        {
            extensionArray[index] = new CERT_EXTENSION
            {
                pszObjId = writer.Text(extensions[index].Oid),
                fCritical = extensions[index].Critical ? 1 : 0,
                Value = writer.View(extensions[index].Value),
            };
        }

        block->Info.cExtension = (uint)extensions.Count;
        block->Info.rgExtension = extensions.Count == 0 ? null : extensionArray;
        return block;
    }

    private static void Fill(CERT_INFO* info, Certificate certificate, ref Writer writer)
    {
        info->dwVersion = (uint)certificate.Version;
        info->SerialNumber = writer.LittleEndian(certificate.SerialNumber.Span);
        info->SignatureAlgorithm = writer.Algorithm(certificate.SignatureAlgorithm);
        info->Issuer = writer.View(certificate.Issuer);
        info->NotBefore = FILETIME.From(certificate.NotBefore);
        info->NotAfter = FILETIME.From(certificate.NotAfter);
        info->Subject = writer.View(certificate.Subject);
        info->SubjectPublicKeyInfo.Algorithm = writer.Algorithm(certificate.PublicKey.Algorithm);
        info->SubjectPublicKeyInfo.PublicKey = writer.Bits(certificate.PublicKey.Key, certificate.PublicKey.UnusedBits);
        if (certificate.IssuerUniqueId is { } issuerId)
            info->IssuerUniqueId = writer.Bits(issuerId, writer.UnusedBitsBefore(issuerId));
        if (certificate.SubjectUniqueId is { } subjectId)
            info->SubjectUniqueId = writer.Bits(subjectId, writer.UnusedBitsBefore(subjectId));
    }

    private static int TextBytes(string oid) => oid.Length + 1;

    /// <summary>Writes behind the structures; what is part of the encoding is pointed at in its copy.</summary>
    private ref struct Writer(ReadOnlyMemory<byte> encoded, byte* copy, byte* free)
    {
        private byte* _free = free;

        public readonly CRYPT_DATA_BLOB View(ReadOnlyMemory<byte> part) =>
            part.IsEmpty ? default : new CRYPT_DATA_BLOB { cbData = (uint)part.Length, pbData = copy + OffsetOf(part) };

        public readonly CRYPT_BIT_BLOB Bits(ReadOnlyMemory<byte> part, int unusedBits)
        {
            CRYPT_DATA_BLOB view = View(part);
            return new CRYPT_BIT_BLOB { cbData = view.cbData, pbData = view.pbData, cUnusedBits = (uint)unusedBits };
        }

        /// <summary>The number of unused bits of a BIT STRING: the octet before its contents.</summary>
        public readonly int UnusedBitsBefore(ReadOnlyMemory<byte> part) => part.IsEmpty ? 0 : encoded.Span[OffsetOf(part) - 1];

        public CRYPT_ALGORITHM_IDENTIFIER Algorithm(AlgorithmIdentifier algorithm) =>
            new() { pszObjId = Text(algorithm.Oid), Parameters = View(algorithm.Parameters) };

        public CRYPT_DATA_BLOB LittleEndian(ReadOnlySpan<byte> integer)
        {
            var target = new Span<byte>(_free, integer.Length);
            integer.CopyTo(target);
            target.Reverse();
            var blob = new CRYPT_DATA_BLOB { cbData = (uint)integer.Length, pbData = _free };
            _free += integer.Length;
            return blob;
        }

        public byte* Text(string oid)
        {
            byte* text = _free;
            foreach (char letter in oid)
                *_free++ = (byte)letter;
            *_free++ = 0;
            return text;
        }

        private readonly int OffsetOf(ReadOnlyMemory<byte> part)
        {
            if (!encoded.Span.Overlaps(part.Span, out int offset))
                throw new InvalidOperationException("A certificate's part that is not a view on its encoding.");
            return offset;
        }
    }
}
