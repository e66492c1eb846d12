global using CrlContexts = Staple32.Abi.Contexts.ElementContexts<
    Staple32.Abi.Contexts.CrlKind, Staple32.Abi.Layout.CRL_CONTEXT, Staple32.Stores.StoredCrl>;
using Staple32.Abi.Boundary;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CRL_CONTEXTs. Making one fails with <see cref="CertificateFormatException"/> if an entry is malformed.</summary>
internal readonly unsafe struct CrlKind : IContextKind<StoredCrl>
{
    public static BlockKind Block => BlockKind.CrlContext;

    public static string Noun => "CRL";

    /// <summary>The longest CRLs that CAs publish have a tenth of this.</summary>
    public static uint MaxForeignBytes => 1024 * 1024 * 1024;

    public static uint PropertyFlags => 0;

    public static ContextHead* Build(StoredCrl element) => &CrlBlock.Build(element)->Head;

    public static StoredCrl? Parse(byte[] encoded) =>
        CertificateRevocationList.TryParse(encoded, out CertificateRevocationList? list) ? new StoredCrl(list) : null;

    public static StoreSearch<StoredCrl> ReadSearch(uint findFlags, uint findType, void* parameter) =>
        CrlFindConditions.Read(findFlags, findType, parameter);
}
