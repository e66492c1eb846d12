using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Foreign;
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

    /// <summary>Another reference to a context that <see cref="Hold"/> returned.</summary>
    public static CERT_CHAIN_CONTEXT* AddRef(CERT_CHAIN_CONTEXT* context)
    {
        if (!TryAddRef(context))
            SystemChains.Duplicate(context);
        return context;
    }

    /// <summary>
    /// A reference to anybody's context: to this one if it is ours or the system's, else to a copy that is made from the
    /// documented fields alone, since nobody can say how whoever made it counts references.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: no chain context at all, or one without an end certificate.</exception>
    public static CERT_CHAIN_CONTEXT* Hold(CERT_CHAIN_CONTEXT* any)
    {
        if (any == null)
            throw AbiException.InvalidParameter("no chain context");
        if (TryAddRef(any))
            return any;
        ChainResult read = ForeignChain.Read(any);
        if (!SystemCrypt32.Made(any))
            return Create(read, ForeignChain.IdOf(any));
        SystemChains.Duplicate(any);
        return any;
    }

    /// <summary>Adds a reference if the context is ours. Native memory and atomics only.</summary>
    public static bool TryAddRef(CERT_CHAIN_CONTEXT* context)
    {
        if (!NativeBlock.IsOurs(context, Kind))
            return false;
        NativeBlock.AddRef(context);
        return true;
    }

    /// <summary>Drops a reference that <see cref="Create(ChainResult)"/>, <see cref="Hold"/> or <see cref="AddRef"/> gave.</summary>
    public static void Free(CERT_CHAIN_CONTEXT* context)
    {
        if (!NativeBlock.IsOurs(context, Kind))
            SystemChains.Free(context);
        else if (NativeBlock.Release(context))
            Dispose(context);
    }

    /// <summary>
    /// Drops the host's reference to anybody's context; true if <see cref="Finish"/> must follow. Native memory and atomics
    /// only.
    /// </summary>
    public static bool DropReference(CERT_CHAIN_CONTEXT* context) =>
        context != null && (!NativeBlock.IsOurs(context, Kind) || NativeBlock.Release(context));

    /// <summary>
    /// Disposes of a context of ours that has no references left; passes on the free of the system's; refuses others with
    /// ERROR_INVALID_PARAMETER.
    /// </summary>
    public static void Finish(CERT_CHAIN_CONTEXT* context)
    {
        if (NativeBlock.IsOurs(context, Kind))
            Dispose(context);
        else if (SystemCrypt32.Made(context))
            SystemChains.Free(context);
        else
            LastError.Set(Errors.ERROR_INVALID_PARAMETER);
    }

    /// <summary>Releases what a context without references refers to, and its memory.</summary>
    private static void Dispose(CERT_CHAIN_CONTEXT* context)
    {
        ChainReferences references = NativeBlock.Managed<ChainReferences>(context);
        NativeBlock.Free(context);
        references.Release();
    }

    private static void Refer(ChainElement element, ChainReferences references)
    {
        references.Add(CertificateContexts.For(element.Certificate));
        if (element.Revocation is not { } revocation)
            return;
        references.Add(UsedCrls.ContextOf(revocation.Verdict.BaseCrl));
        references.Add(UsedCrls.ContextOf(revocation.Verdict.DeltaCrl));
    }

    private static CERT_CHAIN_CONTEXT* Create(ChainResult result, Guid id)
    {
        var references = new ChainReferences();
        try
        {
            foreach (SimpleChain chain in result.Chains)
            {
                foreach (ChainElement element in chain.Elements)
                    Refer(element, references);
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
