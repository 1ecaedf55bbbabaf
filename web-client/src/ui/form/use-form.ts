/**
 * The life of a short form: one submission at a time, the problems of fields beside them, any other failure in one
 * sentence. The caller supplies how problems are read, so this knows nothing of the API.
 */
import { type FormEvent, useState } from 'react';

interface Options {
  submit: (fields: FormData) => Promise<void>;
  problemsOf: (thrown: unknown) => Record<string, string>;
  failureOf: (thrown: unknown) => string;
}

interface FormState {
  pending: boolean;
  problems: Record<string, string>;
  failure: string | undefined;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

export function useForm({ submit, problemsOf, failureOf }: Options): FormState {
  const [pending, setPending] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string>();

  const run = async (form: HTMLFormElement) => {
    setPending(true);
    setFailure(undefined);
    try {
      await submit(new FormData(form));
      setProblems({});
    } catch (thrown) {
      const found = problemsOf(thrown);
      const shown = Object.keys(found).filter((name) => form.elements.namedItem(name) !== null);
      setProblems(found);
      setFailure(shown.length === 0 ? failureOf(thrown) : undefined);
    } finally {
      setPending(false);
    }
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pending) void run(event.currentTarget);
  };

  return { pending, problems, failure, onSubmit };
}

/** A field of a submitted form as text without spaces around it. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
