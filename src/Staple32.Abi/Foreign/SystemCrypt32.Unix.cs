namespace Staple32.Abi.Foreign;

internal static unsafe partial class SystemCrypt32
{
    private static partial nint Locate(bool load) => 0;

    private static partial bool IsAllocated(void* address) => false;

    private static partial bool IsAllocatedOrIn(nint module, void* address) => false;
}
