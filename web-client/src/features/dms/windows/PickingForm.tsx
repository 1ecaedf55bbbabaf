/** A dialog that picks users and submits them. */
import { type ReactNode, useState } from 'react';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import type { NamedUser } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { UserPicker } from './UserPicker';

interface Props {
  title: string;
  words: ReactNode;
  /** The label of the button for this number of users. */
  action: (count: number) => string;
  most: number;
  without?: readonly string[];
  onPicked: (userIds: readonly string[]) => Promise<void>;
  onClose: () => void;
}

export function PickingForm({ title, onClose, ...rest }: Props) {
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <Picking onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Picking({ words, action, most, without, onPicked, onClose }: Omit<Props, 'title'>) {
  const text = useText();
  const [chosen, setChosen] = useState<readonly NamedUser[]>([]);
  const doing = useAction({
    failureOf: useFailureText(),
    work: async () => {
      await onPicked(chosen.map(({ user }) => user.id));
      onClose();
    },
  });
  return (
    <>
      <DialogBody>
        {doing.failure !== undefined && <Notice tone="danger">{doing.failure}</Notice>}
        <p>{words}</p>
        <UserPicker chosen={chosen} onChange={setChosen} most={most} without={without} />
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose}>
          {text('common.cancel')}
        </Button>
        <Button
          variant="primary"
          isDisabled={chosen.length === 0}
          isPending={doing.pending}
          onPress={doing.run}
        >
          {action(chosen.length)}
        </Button>
      </DialogActions>
    </>
  );
}
