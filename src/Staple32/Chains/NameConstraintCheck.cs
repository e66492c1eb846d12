namespace Staple32.Chains;

/// <summary>
/// Holds the names of a path's certificates against the name constraints of the CAs above them (RFC 5280 sections
/// 6.1.3 b, c and 6.1.4 g). The root's constraints count like any other CA's.
/// </summary>
/// <param name="constrainsAuthorities">Whether CAs are held to them, or only the end certificate.</param>
/// <param name="comparisons">
/// How many comparisons of a name with a subtree one search may make: a certificate can hold thousands of names, and a
/// CA thousands of subtrees.
/// </param>
internal sealed class NameConstraintCheck(bool constrainsAuthorities, int comparisons)
{
    private const TrustErrors AnyError = TrustErrors.InvalidNameConstraints | TrustErrors.HasNotSupportedNameConstraint
        | TrustErrors.HasNotPermittedNameConstraint | TrustErrors.HasExcludedNameConstraint;

    private int _comparisonsLeft = comparisons;

    /// <summary>Adds what is found to the errors and information of the certificates concerned.</summary>
    public void Apply(IReadOnlyList<PathStep> steps, TrustErrors[] errors, TrustInfo[] infos)
    {
        for (int i = steps.Count - 1; i > 0; i--)
        {
            if (steps[i].Certificate.NameConstraints is not { } constraints)
                continue;
            if (constraints.HasBounds)
                errors[i] |= TrustErrors.HasNotSupportedNameConstraint;
            for (int j = 0; j < i; j++)
            {
                // A CA may rename nobody by issuing itself a new certificate: only the end certificate is held to it.
                if (j > 0 && (!constrainsAuthorities || steps[j].Certificate.IsSelfIssued))
                    continue;
                errors[j] |= Check(steps[j].Certificate.NamesToConstrain(isEnd: j == 0), constraints);
                infos[j] |= TrustInfo.HasValidNameConstraints;
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            if ((errors[i] & AnyError) != 0)
                infos[i] &= ~TrustInfo.HasValidNameConstraints;
        }
    }

    private TrustErrors Check(List<ConstrainedName> names, NameConstraints constraints)
    {
        TrustErrors errors = TrustErrors.None;
        foreach (ConstrainedName name in names)
        {
            _comparisonsLeft -= constraints.Permitted.Count + constraints.Excluded.Count;
            if (_comparisonsLeft < 0)
                return errors | TrustErrors.HasNotSupportedNameConstraint;
            errors |= CheckExcluded(name, constraints.Excluded) | CheckPermitted(name, constraints.Permitted);
        }

        return errors;
    }

    private static TrustErrors CheckExcluded(in ConstrainedName name, IReadOnlyList<NameSubtree> excluded)
    {
        TrustErrors errors = TrustErrors.None;
        for (int i = 0; i < excluded.Count; i++)
        {
            if (excluded[i].Kind != name.Kind || !excluded[i].IsSameType(name))
                continue;
            if (!excluded[i].IsSupported)
                errors |= TrustErrors.HasNotSupportedNameConstraint;
            else if (excluded[i].Contains(name, isExclusion: true))
                errors |= TrustErrors.HasExcludedNameConstraint;
        }

        return errors;
    }

    // A kind of name that no entry is about is free.
    private static TrustErrors CheckPermitted(in ConstrainedName name, IReadOnlyList<NameSubtree> permitted)
    {
        TrustErrors errors = TrustErrors.None;
        for (int i = 0; i < permitted.Count; i++)
        {
            if (permitted[i].Kind != name.Kind || !permitted[i].IsSameType(name))
                continue;
            if (!permitted[i].IsSupported)
                return TrustErrors.HasNotSupportedNameConstraint;
            if (permitted[i].Contains(name, isExclusion: false))
                return TrustErrors.None;
            errors = TrustErrors.HasNotPermittedNameConstraint;
        }

        return errors;
    }
}
