using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// The native block of a certificate: the CERT_CONTEXT first, then what is ours, then all that the CERT_CONTEXT points at,
/// in one allocation.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CertificateBlock
{
    public ContextHead Head;
    public CERT_INFO Info;

    /// <summary>Builds the block of a certificate with one reference; the store's handle is left 0.</summary>
    public static CertificateBlock* Build(StoredCertificate element)
    {
        Certificate certificate = element.Certificate;
        IReadOnlyList<CertificateExtension> extensions = certificate.Extensions;
        var texts = new TextSizes();
        texts.Add(certificate.SignatureAlgorithm.Oid);
        texts.Add(certificate.PublicKey.Algorithm.Oid);
        foreach (CertificateExtension extension in extensions)
            texts.Add(extension.Oid);
        nuint size = checked((nuint)sizeof(CertificateBlock)
            + ((nuint)extensions.Count * (nuint)sizeof(CERT_EXTENSION))
            + (nuint)certificate.Encoded.Length + (nuint)certificate.SerialNumber.Length + texts.Total);

        var block = (CertificateBlock*)NativeBlock.Allocate(BlockKind.CertificateContext, size, element);
        var extensionArray = (CERT_EXTENSION*)(block + 1);
        BlockWriter writer = ContextHead.Begin(&block->Head, &block->Info, certificate.Encoded, extensionArray + extensions.Count);
        Fill(&block->Info, certificate, ref writer);
        for (int index = 0; index < extensions.Count; index++)
            extensionArray[index] = writer.Extension(extensions[index]);
        block->Info.cExtension = (uint)extensions.Count;
        block->Info.rgExtension = extensions.Count == 0 ? null : extensionArray;
        return block;
    }

    private static void Fill(CERT_INFO* info, Certificate certificate, ref BlockWriter writer)
    {
        info->dwVersion = (uint)certificate.Version;
        info->SerialNumber = writer.Integer(certificate.SerialNumber.Span);
        info->SignatureAlgorithm = writer.Algorithm(certificate.SignatureAlgorithm);
        info->Issuer = writer.View(certificate.Issuer);
        info->NotBefore = FILETIME.From(certificate.NotBefore);
        info->NotAfter = FILETIME.From(certificate.NotAfter);
        info->Subject = writer.View(certificate.Subject);
        info->SubjectPublicKeyInfo.Algorithm = writer.Algorithm(certificate.PublicKey.Algorithm);
        info->SubjectPublicKeyInfo.PublicKey = writer.Bits(certificate.PublicKey.Key);
        if (certificate.IssuerUniqueId is { } issuerId)
            info->IssuerUniqueId = writer.Bits(issuerId);
        if (certificate.SubjectUniqueId is { } subjectId)
            info->SubjectUniqueId = writer.Bits(subjectId);
    }
}
