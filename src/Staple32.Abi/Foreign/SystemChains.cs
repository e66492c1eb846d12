using Staple32.Abi.Layout;

namespace Staple32.Abi.Foreign;

/// <summary>References to chain contexts of the system's Crypt32, which are known to be its own (<see cref="SystemCrypt32.Made(CERT_CHAIN_CONTEXT*)"/>).</summary>
internal static unsafe class SystemChains
{
    public static void Duplicate(CERT_CHAIN_CONTEXT* context) => _ = SystemCrypt32.Present!.DuplicateChain(context);

    public static void Free(CERT_CHAIN_CONTEXT* context) => SystemCrypt32.Present!.FreeChain(context);
}
