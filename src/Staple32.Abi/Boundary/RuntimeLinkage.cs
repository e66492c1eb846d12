// The compiler knows these two by their names; the framework keeps its own to itself.
namespace System.Runtime;

/// <summary>The method is a function of that name, entered as it is: see <see cref="Staple32.Abi.Boundary.Bare"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    public string EntryPoint { get; } = entryPoint;
}

/// <summary>The method is a function of that name, bound at link time and called as it is.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string entryPoint) : Attribute
{
    public string EntryPoint { get; } = entryPoint;
}
