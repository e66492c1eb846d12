global using CertificateContexts = Staple32.Abi.Contexts.ElementContexts<
    Staple32.Abi.Contexts.CertificateKind, Staple32.Abi.Layout.CERT_CONTEXT, Staple32.Stores.StoredCertificate>;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CERT_CONTEXTs.</summary>
internal readonly unsafe struct CertificateKind : IContextKind<StoredCertificate>
{
    public static BlockKind Block => BlockKind.CertificateContext;

    public static string Noun => "certificate";

    public static uint MaxForeignBytes => 16 * 1024 * 1024;

    public static uint PropertyFlags => StoreFlags.CERT_STORE_NO_CRYPT_RELEASE_FLAG;

    public static ContextHead* Build(StoredCertificate element) => &CertificateBlock.Build(element)->Head;

    public static StoredCertificate? Parse(byte[] encoded) =>
        Certificate.TryParse(encoded, out Certificate? certificate) ? new StoredCertificate(certificate) : null;

    public static StoreSearch<StoredCertificate> ReadSearch(uint findFlags, uint findType, void* parameter) =>
        FindConditions.Read(findFlags, findType, parameter);
}
