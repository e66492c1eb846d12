using System.Runtime.InteropServices;

namespace Staple32.Abi.Boundary;

/// <summary>
/// The way in and out of every export but the hot path: a forked child is turned away before anything managed that
/// could hang it, and the host finds its errno (on Windows: its last error, unless the call failed) as it left it.
/// </summary>
internal static class Call
{
    /// <summary>Begins a call. False in a forked child, with ERROR_NOT_SUPPORTED as the last error.</summary>
    /// <param name="saved">What <see cref="Leave"/> wants back.</param>
    public static bool Enter(out int saved)
    {
        saved = Marshal.GetLastSystemError();
        if (ForkGuard.InChild)
        {
            Fail(Layout.Errors.ERROR_NOT_SUPPORTED);
            return false;
        }

        if (OperatingSystem.IsWindows())
            LastError.Set((uint)saved);
        return true;
    }

    /// <summary>Ends a call: nothing managed happens after it.</summary>
    public static void Leave(int saved) =>
        Marshal.SetLastSystemError(OperatingSystem.IsWindows() ? (int)LastError.Get() : saved);

    /// <summary>Sets the last error of a call that never entered or must leave at once.</summary>
    public static void Fail(uint code)
    {
        LastError.Set(code);
        if (OperatingSystem.IsWindows())
            Marshal.SetLastSystemError((int)code);
    }
}
