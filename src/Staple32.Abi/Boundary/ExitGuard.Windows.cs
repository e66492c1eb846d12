namespace Staple32.Abi.Boundary;

/// <summary>ExitProcess ends all other threads before anything is taken away.</summary>
internal static partial class ExitGuard
{
    public static partial void Start()
    {
    }

    private static partial bool Begin() => true;

    private static partial void End()
    {
    }
}
