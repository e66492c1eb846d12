using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Layout;
using Staple32.Chains;

namespace Staple32.Abi.Contexts;

/// <summary>
/// Chains as the host holds them: one native block with everything that can be reached from its CERT_CHAIN_CONTEXT,
/// except the certificate contexts and lower quality contexts, on which it holds references until its last release.
/// </summary>
internal static unsafe class ChainContexts
{
    private const BlockKind Kind = BlockKind.ChainContext;

    /// <summary>A context of a chain, with one reference.</summary>
    public static CERT_CHAIN_CONTEXT* Create(ChainResult result) =>
        Create(result, Guid.NewGuid());

    /// <summary>Another reference to a context of ours.</summary>
    public static CERT_CHAIN_CONTEXT* AddRef(CERT_CHAIN_CONTEXT* context)
    {
        NativeBlock.AddRef(context);
        return context;
    }

    /// <summary>
    /// A reference to anybody's context: to this one if it is ours, else to a copy that is made from the documented
    /// fields alone, since nobody can say how whoever made it counts references.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: no chain context at all, or one without an end certificate.</exception>
    public static CERT_CHAIN_CONTEXT* Hold(CERT_CHAIN_CONTEXT* any)
    {
        if (any == null)
            throw AbiException.InvalidParameter("no chain context");
        return TryAddRef(any) ? any : Create(ForeignChain.Read(any), ForeignChain.IdOf(any));
    }

    /// <summary>Adds a reference if the context is ours. Native memory and atomics only.</summary>
    public static bool TryAddRef(CERT_CHAIN_CONTEXT* context)
    {
        if (!NativeBlock.IsOurs(context, Kind))
            return false;
        NativeBlock.AddRef(context);
        return true;
    }

    /// <summary>Drops a reference to a context of ours.</summary>
    public static void Free(CERT_CHAIN_CONTEXT* context)
    {
        if (DropReference(context))
            Dispose(context);
    }

    /// <summary>
    /// Drops a reference; true if it was the last, so that <see cref="Dispose"/> must follow. Native memory and atomics
    /// only. A null pointer is nothing to drop; a foreign one is refused with ERROR_INVALID_PARAMETER.
    /// </summary>
    public static bool DropReference(CERT_CHAIN_CONTEXT* context)
    {
        if (context == null)
            return false;
        if (NativeBlock.IsOurs(context, Kind))
            return NativeBlock.Release(context);
        Call.Fail(Errors.ERROR_INVALID_PARAMETER);
        return false;
    }

    /// <summary>Releases what a context without references refers to, and its memory.</summary>
    public static void Dispose(CERT_CHAIN_CONTEXT* context)
    {
        ChainReferences references = NativeBlock.Managed<ChainReferences>(context);
        NativeBlock.Free(context);
        references.Release();
    }

    private static CERT_CHAIN_CONTEXT* Create(ChainResult result, Guid id)
    {
        var references = new ChainReferences();
        try
        {
            foreach (SimpleChain chain in result.Chains)
            {
                foreach (ChainElement element in chain.Elements)
                    references.Add(CertificateContexts.For(element.Certificate));
            }

            foreach (ChainResult lower in result.LowerQuality)
                references.Add(Create(lower));
            var context = (CERT_CHAIN_CONTEXT*)NativeBlock.Allocate(Kind, ChainLayout.SizeOf(result), references);
            ChainLayout.Write(context, result, references, id);
            return context;
        }
        catch
        {
            references.Release();
            throw;
        }
    }
}
